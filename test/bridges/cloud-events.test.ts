import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCloudItem, splitCloudPost } from '../../src/bridges/cloud/parse.ts';

const numberId = '500100200300';
const seconds = 1_772_359_200;
const at = new Date(seconds * 1_000);
const metadata = { display_phone_number: '15550003000', phone_number_id: numberId };

/** A post with one change, as WhatsApp wraps it. */
function post(value: object, field = 'messages') {
  const change = { field, value: { messaging_product: 'whatsapp', metadata, ...value } };
  return { object: 'whatsapp_business_account', entry: [{ id: '7008', changes: [change] }] };
}

const status = (name: unknown, more: object = {}) => ({
  id: 'wamid.S1',
  status: name,
  timestamp: String(seconds),
  recipient_id: '34600000001',
  ...more,
});
const written = (more: object) => ({
  from: '34600000001',
  id: 'wamid.M1',
  timestamp: String(seconds),
  ...more,
});
const ana = { profile: { name: 'Ana' }, wa_id: '34600000001' };
const read = { kind: 'status', status: 'read', providerId: 'wamid.S1', at };
const said = { kind: 'inbound', providerId: 'wamid.M1', from: { phone: '+34600000001' }, at };
const not = (value: unknown) => ({ messages: [value] });

/** What it is; the value that is posted; what it means; its lane; its key. */
const table: [string, object, object | undefined, string, RegExp][] = [
  [
    'a read status with our token and a price',
    {
      statuses: [
        status('read', {
          biz_opaque_callback_data: '7.1.44',
          pricing: { billable: true, pricing_model: 'PMP', category: 'marketing' },
        }),
      ],
    },
    { ...read, token: '7.1.44' },
    'status',
    /^wamid\.S1:read:1772359200$/,
  ],
  [
    'a sent status',
    { statuses: [status('sent')] },
    { ...read, status: 'sent' },
    'status',
    /:sent:/,
  ],
  [
    'a delivered status with its time as a number',
    { statuses: [status('delivered', { timestamp: seconds })] },
    { ...read, status: 'delivered' },
    'status',
    /:delivered:1772359200$/,
  ],
  ['a voice message that was played', { statuses: [status('played')] }, read, 'status', /:read:/],
  [
    'a failed status',
    {
      statuses: [
        status('failed', {
          errors: [{ code: 131049, title: 'Title', error_data: { details: 'Too much marketing' } }],
        }),
      ],
    },
    {
      ...read,
      status: 'failed',
      failure: { class: 'recipient_defer', code: '131049', text: 'Too much marketing' },
    },
    'status',
    /:failed:/,
  ],
  [
    'a failed status that does not say why',
    { statuses: [status('failed')] },
    { ...read, status: 'failed' },
    'status',
    /:failed:/,
  ],
  ['a status that nobody knows', { statuses: [status('warning')] }, undefined, 'status', /^unread/],
  ['a status of no name', { statuses: [status('toString')] }, undefined, 'status', /^unread/],
  [
    'a text',
    { contacts: [ana], messages: [written({ type: 'text', text: { body: 'Hola 🦩' } })] },
    { ...said, text: 'Hola 🦩', name: 'Ana' },
    'inbound',
    /^wamid\.M1$/,
  ],
  [
    'a text of somebody whose name is not told, as an answer',
    {
      messages: [written({ type: 'text', text: { body: 'Yes' }, context: { id: 'wamid.Q' } })],
    },
    { ...said, text: 'Yes', replyTo: 'wamid.Q' },
    'inbound',
    /^wamid\.M1$/,
  ],
  [
    'a quick reply of a template',
    { messages: [written({ type: 'button', button: { text: 'Stop', payload: 'STOP' } })] },
    { ...said, text: 'Stop', payload: 'STOP' },
    'inbound',
    /^wamid\.M1$/,
  ],
  [
    'a pressed button',
    {
      messages: [
        written({
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes!' } },
        }),
      ],
    },
    { ...said, text: 'Yes!', payload: 'yes' },
    'inbound',
    /^wamid\.M1$/,
  ],
  [
    'a choice from a list',
    {
      messages: [
        written({
          type: 'interactive',
          interactive: {
            type: 'list_reply',
            list_reply: { id: 'r2', title: 'Row', description: '' },
          },
        }),
      ],
    },
    { ...said, text: 'Row', payload: 'r2' },
    'inbound',
    /^wamid\.M1$/,
  ],
  [
    'a picture',
    not(written({ type: 'image', image: { id: '1' } })),
    undefined,
    'status',
    /^unread/,
  ],
  ['a reaction', not(written({ type: 'reaction', reaction: {} })), undefined, 'status', /^unread/],
  [
    'a writer without a phone',
    not({ ...written({ type: 'text', text: { body: 'Hi' } }), from: undefined }),
    undefined,
    'status',
    /^unread/,
  ],
  ['a message that is none', not(17), undefined, 'status', /^unread/],
  [
    'an id that fits no index',
    not(written({ id: 'w'.repeat(5_000), type: 'text', text: { body: 'Hi' } })),
    undefined,
    'status',
    /^unread/,
  ],
  ['an error of the number', { errors: [{ code: 130429 }] }, undefined, 'status', /^unread/],
  ['nothing in a change', {}, undefined, 'status', /^unread/],
];

describe('what WhatsApp posts', () => {
  test.each(table)('%s', (_, value, meaning, lane, key) => {
    const [item, ...others] = splitCloudPost(post(value));

    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane, numberKey: numberId, key: expect.stringMatching(key) });
    expect(readCloudItem(item?.payload)).toEqual(meaning);
  });

  test('of another kind is kept whole, under a key of its own', () => {
    const value = { event: 'FLAGGED', message_template_id: 5 };
    const [item] = splitCloudPost(post(value, 'message_template_status_update'));

    expect(item).toMatchObject({ lane: 'status', payload: { change: { value } } });
    expect(splitCloudPost(post(value, 'message_template_status_update'))).toEqual([item]);
    expect(splitCloudPost(post({ ...value, event: 'PAUSED' }))[0]?.key).not.toBe(item?.key);
  });

  test('in one post is taken apart: entries, changes, people and statuses', () => {
    const hola = written({ type: 'text', text: { body: 'Hola' } });
    const first = post({ messages: [hola, 'broken'], statuses: [status('sent'), null] }).entry;
    const second = post({ statuses: [status('read')] }).entry;

    const items = splitCloudPost({ entry: [...first, 'broken', ...second] });

    expect(items.map(({ key }) => key.replace(/:[\da-f]{64}/, ''))).toEqual([
      'wamid.M1',
      'unreadable',
      'wamid.S1:sent:1772359200',
      'unreadable',
      'wamid.S1:read:1772359200',
    ]);
  });

  test('about no number has none', () => {
    const update = { field: 'account_update', value: { event: 'ACCOUNT_RESTRICTION' } };
    const [item] = splitCloudPost({ entry: [{ changes: [update] }] });
    expect(item?.numberKey).toBe('');
  });

  test('names each writer by the contact that fits, whatever the order', () => {
    const text = { type: 'text', text: { body: 'Hi' } };
    const berta = { profile: { name: 'Berta' }, wa_id: '34600000002' };
    const items = splitCloudPost(
      post({
        contacts: ['broken', berta, ana],
        messages: [written(text), { ...written(text), from: '34600000002', id: 'wamid.M2' }],
      }),
    );

    const names = items.map(({ payload }) => readCloudItem(payload));
    expect(names).toMatchObject([{ name: 'Ana' }, { name: 'Berta' }]);
  });

  test('can be stored, whatever characters are in it and however deep it is', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    const odd = written({ type: 'text', text: { body: 'a\0b\ud800' }, deep, 'k\0': 1 });

    const [item] = splitCloudPost(post({ messages: [odd] }));

    expect(item?.key).toBe('wamid.M1');
    expect(JSON.stringify(item?.payload)).not.toMatch(/\\u0000|\\ud800/);
    expect(readCloudItem(item?.payload)).toMatchObject({ text: 'a\ufffdb\ufffd' });
  });

  test('is never thrown back, whatever JSON it is', () => {
    fc.assert(fc.property(fc.jsonValue(), isSplitAndRead));
  });

  test('is never thrown back, whatever part of it is changed', () => {
    const whole = table.map(([, value]) => post(value));
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.jsonValue(), (payload, nth, other) => {
        isSplitAndRead(withNthReplaced(payload, nth, other));
      }),
      { numRuns: 1_000 },
    );
  });
});

function isSplitAndRead(body: unknown): void {
  for (const { key, lane, numberKey, payload } of splitCloudPost(body)) {
    expect(key.length).toBeGreaterThan(0);
    expect(key.length).toBeLessThan(300);
    expect(['inbound', 'sender', 'status']).toContain(lane);
    expect(numberKey).toMatch(/^\d{0,32}$/);
    const meaning = readCloudItem(payload);
    if (meaning) expect(Number.isNaN(meaning.at.getTime())).toBe(false);
  }
}

/** The same JSON with one of its values, at any depth, replaced by another. */
function withNthReplaced(json: unknown, nth: number, other: unknown): unknown {
  const count = JSON.stringify(json).match(/[:[,]/g)?.length ?? 1;
  let left = nth % count;
  const visit = (value: unknown): unknown => {
    left -= 1;
    if (left === -1) return other;
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(json);
}
