import { describe, expect, test } from 'vitest';
import type { Outbound, OutboundContent } from '../../src/bridges/bridge.ts';
import { createCloudNumber, person } from './cloud-number.ts';

const link = 'https://cdn.test/spring.jpg';
const picture = { type: 'image', mimeType: 'image/jpeg', source: { url: link } } as const;
const paper = {
  type: 'document',
  mimeType: 'application/pdf',
  fileName: 'Menú.pdf',
  source: { url: 'https://cdn.test/menu.pdf' },
} as const;
const yes = { id: 'yes', title: 'Sí' };

const template = {
  name: 'spring_sale',
  language: 'pt_BR',
  body: [{ text: 'Ana' }, { text: '20 %' }],
  buttons: [],
  text: 'Ana, 20 % off',
} as const;

/** What it is; what is sent; what WhatsApp is told to send. */
const contents: [string, OutboundContent, object][] = [
  [
    'a text, whose links show no preview',
    { kind: 'text', text: 'See https://herald.test' },
    { type: 'text', text: { body: 'See https://herald.test', preview_url: false } },
  ],
  ['a picture by its link', { kind: 'media', media: picture }, { type: 'image', image: { link } }],
  [
    'a film with words below it',
    { kind: 'media', media: { ...picture, type: 'video' }, caption: 'Look!' },
    { type: 'video', video: { link, caption: 'Look!' } },
  ],
  [
    'a document under its name',
    { kind: 'media', media: paper, caption: 'Today' },
    {
      type: 'document',
      document: { link: 'https://cdn.test/menu.pdf', filename: 'Menú.pdf', caption: 'Today' },
    },
  ],
  [
    'a sound',
    { kind: 'media', media: { ...picture, type: 'audio', fileName: 'a.ogg' } },
    { type: 'audio', audio: { link } },
  ],
  [
    'buttons that answer',
    { kind: 'buttons', text: 'Coming?', buttons: [yes, { id: 'no', title: 'No' }] },
    {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Coming?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'yes', title: 'Sí' } },
            { type: 'reply', reply: { id: 'no', title: 'No' } },
          ],
        },
      },
    },
  ],
  [
    'a template with words by their place',
    { kind: 'template', template },
    {
      type: 'template',
      template: {
        name: 'spring_sale',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Ana' },
              { type: 'text', text: '20 %' },
            ],
          },
        ],
      },
    },
  ],
  [
    'a template with everything, and words by their name',
    {
      kind: 'template',
      template: {
        ...template,
        header: { kind: 'text', values: [{ name: 'shop', text: 'Bakery' }] },
        body: [{ name: 'first_name', text: 'Ana' }],
        buttons: [
          { index: 0, kind: 'url', value: 'spring?c=7' },
          { index: 1, kind: 'quick_reply', value: 'STOP' },
          { index: 2, kind: 'copy_code', value: 'BREAD20' },
        ],
      },
    },
    {
      type: 'template',
      template: {
        name: 'spring_sale',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'header',
            parameters: [{ type: 'text', parameter_name: 'shop', text: 'Bakery' }],
          },
          {
            type: 'body',
            parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ana' }],
          },
          {
            type: 'button',
            sub_type: 'url',
            index: '0',
            parameters: [{ type: 'text', text: 'spring?c=7' }],
          },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '1',
            parameters: [{ type: 'payload', payload: 'STOP' }],
          },
          {
            type: 'button',
            sub_type: 'copy_code',
            index: '2',
            parameters: [{ type: 'coupon_code', coupon_code: 'BREAD20' }],
          },
        ],
      },
    },
  ],
  [
    'a template with a document on top',
    {
      kind: 'template',
      template: { ...template, header: { kind: 'media', media: paper }, body: [] },
    },
    {
      type: 'template',
      template: {
        name: 'spring_sale',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'header',
            parameters: [
              {
                type: 'document',
                document: { link: 'https://cdn.test/menu.pdf', filename: 'Menú.pdf' },
              },
            ],
          },
        ],
      },
    },
  ],
  [
    'a template with nothing to fill in',
    { kind: 'template', template: { ...template, body: [] } },
    {
      type: 'template',
      template: { name: 'spring_sale', language: { code: 'pt_BR' }, components: [] },
    },
  ],
];

describe('over the Cloud API goes', () => {
  test.each(contents)('%s', async (_, content, sent) => {
    const { cloud, send } = await createCloudNumber();

    expect(await send({ content, token: '7.1.9' })).toMatchObject({ kind: 'accepted' });
    expect(cloud.received.map((one) => one.sent)).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: person,
        ...sent,
        biz_opaque_callback_data: '7.1.9',
      },
    ]);
  });

  test('an answer to a message, under that message', async () => {
    const { cloud, send } = await createCloudNumber();

    await send({ replyTo: 'wamid.Q1' });

    expect(cloud.received[0]?.sent).toMatchObject({ context: { message_id: 'wamid.Q1' } });
  });

  test('a message to somebody who hides the number, by the user id', async () => {
    const { cloud, send } = await createCloudNumber();
    const bsuid = 'ES.4417209930015577';

    await send({ to: '', person: { bsuid } });

    expect(cloud.received).toMatchObject([{ to: bsuid, sent: { recipient: bsuid } }]);
    expect(cloud.received[0]?.sent).not.toHaveProperty('to');
  });

  test('a message to the phone, where a user id is known as well', async () => {
    const { cloud, send } = await createCloudNumber();

    await send({ person: { bsuid: 'ES.4417209930015577' } });

    expect(cloud.received[0]?.sent).toMatchObject({ to: person });
    expect(cloud.received[0]?.sent).not.toHaveProperty('recipient');
  });
});

const buttons = (...given: { id: string; title: string }[]): Partial<Outbound> => ({
  content: { kind: 'buttons', text: 'Coming?', buttons: given },
});
const four = ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id }));

describe('what WhatsApp would not take is refused as our mistake, before anything is asked:', () => {
  test.each<[string, Partial<Outbound>, RegExp]>([
    ['no text', { content: { kind: 'text', text: '' } }, /text is empty/],
    ['too long a text', { content: { kind: 'text', text: 'x'.repeat(4_097) } }, /4096/],
    [
      'too long a caption',
      { content: { kind: 'media', media: picture, caption: 'x'.repeat(1_025) } },
      /caption/,
    ],
    [
      'words below a sound',
      { content: { kind: 'media', media: { ...picture, type: 'audio' }, caption: 'x' } },
      /sound/,
    ],
    ['no buttons', buttons(), /one to 3/],
    ['four buttons', buttons(...four), /not 4/],
    ['a button that says too much', buttons({ id: 'a', title: 'x'.repeat(21) }), /20/],
    ['a button that says nothing', buttons({ id: 'a', title: '' }), /empty/],
    ['a button with too long an id', buttons({ id: 'x'.repeat(257), title: 'A' }), /256/],
    ['two buttons that say the same', buttons(yes, { id: 'si', title: 'Sí' }), /same/],
    ['two buttons with one id', buttons(yes, { id: 'yes', title: 'Si' }), /same/],
    [
      'a template with a sound on top',
      {
        content: {
          kind: 'template',
          template: {
            ...template,
            header: { kind: 'media', media: { ...picture, type: 'audio' } },
          },
        },
      },
      /sound/,
    ],
  ])('%s', async (_, message, words) => {
    const { cloud, send } = await createCloudNumber();

    const outcome = await send(message, () => expect.unreachable('the gate was asked'));

    expect(outcome).toMatchObject({ kind: 'refused', class: 'our_bug', code: 'does_not_fit' });
    expect('text' in outcome && outcome.text).toMatch(words);
    expect(cloud.received).toEqual([]);
  });

  test('but letters are counted as people count them', async () => {
    const { send } = await createCloudNumber();

    const fits = await send(buttons({ id: 'a', title: '🦩'.repeat(20) }));

    expect(fits).toMatchObject({ kind: 'accepted' });
  });

  test('and somebody without any name is nobody to write to', async () => {
    const { cloud, send } = await createCloudNumber();

    expect(await send({ to: '', person: { lid: '77' } })).toMatchObject({
      kind: 'refused',
      class: 'recipient_permanent',
    });
    expect(cloud.received).toEqual([]);
  });
});

const answer = (message: object, contact: object) =>
  JSON.stringify({ contacts: [contact], messages: [{ id: 'wamid.HB1', ...message }] });
const known = { input: person, wa_id: person };

describe('the answer that takes a message', () => {
  test.each<[string, string, object]>([
    ['says nothing new', answer({ message_status: 'accepted' }, known), {}],
    ['holds the template', answer({ message_status: 'paused' }, known), { held: true }],
    [
      'waits to see whether people like it',
      answer({ message_status: 'held_for_quality_assessment' }, known),
      { held: true },
    ],
    [
      'knows the person by another number',
      answer({}, { input: '5511999990000', wa_id: '551199990000' }),
      { person: { phone: '+551199990000' } },
    ],
    [
      'knows the user id alone',
      answer({}, { input: person, user_id: 'ES.44172' }),
      { person: { bsuid: 'ES.44172' } },
    ],
    ['names nobody', '{"messages":[{"id":"wamid.HB1"}],"contacts":[]}', {}],
    ['names somebody unreadably', answer({}, { input: 7, wa_id: '../..', user_id: 'x' }), {}],
  ])('and %s', async (_, body, news) => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'answer', status: 200, body, taken: true });

    expect(await send()).toEqual({ kind: 'accepted', providerId: 'wamid.HB1', ...news });
  });
});
