import { describe, expect, test } from 'vitest';
import { checkParams, noParams, readShape, textOf } from '../../src/domain/approved-template.ts';
import { parseTemplate } from '../../src/domain/template.ts';

const order = readShape([
  { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
  { type: 'BODY', text: 'Hello {{1}}, {{2}} is on its way, {{1}}. {Thanks}' },
  { type: 'FOOTER', text: 'The bakery' },
  {
    type: 'BUTTONS',
    buttons: [
      { type: 'URL', text: 'Follow it', url: 'https://bakery.test/{{1}}' },
      { type: 'QUICK_REPLY', text: 'Stop' },
      { type: 'PHONE_NUMBER', text: 'Call' },
    ],
  },
]);
const params = {
  header: ['#12'],
  body: ['{name}', 'your {what|parcel}'],
  buttons: [{ index: 0, value: '{code}' }],
};

describe('a template of WhatsApp’s', () => {
  test('says what is to be filled in', () => {
    expect(order.header).toEqual({ kind: 'text', text: 'Order {{1}}', places: ['1'] });
    expect(order.body.places).toEqual(['1', '2']);
    expect(order.buttons).toEqual([
      { kind: 'url', text: 'Follow it', needsValue: true },
      { kind: 'quick_reply', text: 'Stop', needsValue: false },
      { kind: 'other', text: 'Call', needsValue: false },
    ]);
    expect(readShape([{ type: 'BODY', text: 'Hi {{ first_name }}' }]).body.places).toEqual([
      'first_name',
    ]);
    expect(readShape('nonsense')).toMatchObject({ header: { kind: 'none' }, buttons: [] });
  });

  test('reads as a text of ours, with variables where they were filled in and its own braces as they are', () => {
    const text = textOf(order, params);
    expect(parseTemplate(text).render({ name: 'Ana' })).toEqual({
      text: 'Order #12\n\nHello Ana, your parcel is on its way, Ana. {Thanks}\n\nThe bakery',
    });
  });

  test.each([
    [
      'a value too few',
      { ...params, body: ['{name}'] },
      'has 2 places to fill in its body, and 1 value was given',
    ],
    ['a value too many', { ...params, header: ['1', '2'] }, 'has 1 place to fill in its header'],
    [
      'no value for a button',
      { ...params, buttons: [] },
      'wants a value for button 0 (“Follow it”)',
    ],
    [
      'a button that it has not',
      { ...params, buttons: [...params.buttons, { index: 7, value: 'x' }] },
      'has no button 7',
    ],
    [
      'a value for a phone',
      { ...params, buttons: [...params.buttons, { index: 2, value: 'x' }] },
      'has nothing to fill in on button 2',
    ],
  ])('is not taken with %s', (_, given, fault) => {
    expect(() => checkParams('order', order, given, false)).toThrow(fault);
  });

  test('with a picture wants a picture', () => {
    const shape = readShape([
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Hi' },
    ]);
    expect(() => checkParams('spring', shape, noParams, false)).toThrow('header with an image');
    expect(() => checkParams('spring', shape, noParams, true)).not.toThrow();
  });

  test('is taken when everything is there', () => {
    expect(() => checkParams('order', order, params, false)).not.toThrow();
  });
});
