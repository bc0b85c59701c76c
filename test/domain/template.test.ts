import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldKey, messageTextMax, parseTemplate } from '../../src/domain/template.ts';
import { Refusal } from '../../src/errors.ts';

describe('parseTemplate', () => {
  test('names each variable once, in the order of the text', () => {
    const { variables } = parseTemplate('{shop}: {name}, use {discount_code}. Bye {name|friend}');
    expect(variables).toEqual(['shop', 'name', 'discount_code']);
  });

  test.each([
    ['{nombre}', 'name'],
    ['{Teléfono}', 'phone'],
    ['{ TIENDA }', 'shop'],
    ['{Discount Code}', 'discount_code'],
    ['{Código Postal|—}', 'codigo_postal'],
    ['{दुकान}', 'दुकान'],
  ])('takes %s for the variable %s', (text, name) => {
    expect(parseTemplate(text).variables).toEqual([name]);
  });

  test.each([
    ['Hi {name', 4, 'never closed'],
    ['Hi {na{me}', 4, 'never closed'],
    ['😀 {', 3, 'never closed'],
    ['Hi }', 4, 'closes nothing'],
    ['{name}}', 7, 'closes nothing'],
    ['Hi {}', 4, 'no name'],
    ['Hi { |friend}', 4, 'no name'],
  ])('refuses "%s" and points at character %d', (text, position, fault) => {
    const refusal = refusalOf(() => parseTemplate(text));
    expect(refusal).toMatchObject({ code: 'invalid_input', details: { position } });
    expect(refusal.message).toContain(`character ${position} `);
    expect(refusal.message).toContain(fault);
  });

  test('refuses a text that is longer than a message, and says how long it is', () => {
    expect(() => parseTemplate('x'.repeat(messageTextMax))).not.toThrow();
    const refusal = refusalOf(() => parseTemplate('x'.repeat(messageTextMax + 1)));
    expect(refusal.code).toBe('invalid_input');
    expect(refusal.message).toContain('4097');
  });
});

describe('a template', () => {
  test('puts in the values', () => {
    const template = parseTemplate('Hola {nombre}, tu código: {code}');
    expect(template.render({ name: 'Ana', code: 'X1' })).toEqual({
      text: 'Hola Ana, tu código: X1',
    });
  });

  test('says which values are missing, blank ones among them', () => {
    const template = parseTemplate('{name} {code} {name} {city}');
    expect(template.render({ name: ' ', code: undefined, city: 'Lugo' })).toEqual({
      missing: ['name', 'code'],
    });
  });

  test('falls back to the default, even an empty one, only where the value is missing', () => {
    const template = parseTemplate('Hi {name|dear friend}{title|}!');
    expect(template.render({})).toEqual({ text: 'Hi dear friend!' });
    expect(template.render({ name: 'Ana', title: ' II' })).toEqual({ text: 'Hi Ana II!' });
  });

  test('still misses a name that has a default only in another place', () => {
    expect(parseTemplate('{name|you} and {name}').render({})).toEqual({ missing: ['name'] });
  });

  test('writes doubled braces as one', () => {
    expect(parseTemplate('{{name}} {{{name}}}').render({ name: 'Ana' })).toEqual({
      text: '{name} {Ana}',
    });
  });

  test('does not take what every object inherits for a value', () => {
    expect(parseTemplate('{constructor}').render({})).toEqual({ missing: ['constructor'] });
  });

  test('puts in any value as it is, braces and dollars too', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((value) => value.trim() !== ''),
        (value) => {
          expect(parseTemplate('a{x}b').render({ x: value })).toEqual({ text: `a${value}b` });
        },
      ),
    );
    expect(parseTemplate('{x}').render({ x: '{name} $& {{' })).toEqual({ text: '{name} $& {{' });
  });

  test('gives any text back when its braces are doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '|', 'a', '😀') }), (text) => {
        const doubled = text.replace(/[{}]/g, '$&$&');
        expect(parseTemplate(doubled).render({})).toEqual({ text });
      }),
    );
  });
});

describe('foldKey', () => {
  test.each([
    ['Código  Postal', 'codigo_postal'],
    [' Name ', 'name'],
    ['İL', 'il'],
    ['discount_code', 'discount_code'],
    ['ｅｍａｉｌ', 'email'],
    ['हिन्दी', 'हिन्दी'],
  ])('folds "%s" to %s', (text, key) => {
    expect(foldKey(text)).toBe(key);
  });

  test('leaves alone what is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldKey(foldKey(text))).toBe(foldKey(text));
      }),
      { numRuns: 2000 },
    );
  });
});

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
