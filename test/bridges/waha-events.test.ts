import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWahaItem } from '../../src/bridges/waha/read.ts';
import { splitWahaPost } from '../../src/bridges/waha/split.ts';
import { people } from './waha-letters.ts';
import {
  facts,
  numberKey,
  post,
  receipt,
  receivedAt,
  session,
  told,
  written,
} from './waha-posts.ts';
import { receipts, states } from './waha-receipts.ts';

const split = (body: unknown) => splitWahaPost(body, { numberKey, receivedAt });

describe('what WAHA posts of people', () => {
  test.each(people)('%s', (_, [event, payload], meaning, lane, key) => {
    const [item, ...others] = split(post(event, payload));

    expect(others).toEqual([]);
    const keyed = key === '' ? expect.stringMatching(/^unreadable:[\da-f]{64}$/) : key;
    expect(item).toMatchObject({ lane, numberKey, key: keyed });
    expect(readWahaItem(item?.payload)).toEqual(meaning);
  });

  test.each([
    ['a group', { id: 'false_12036304@g.us_AC45_34600@c.us', from: '12036304@g.us' }],
    ['a status update', { id: 'false_status@broadcast_AC45_34600@c.us' }],
    ['a channel', { id: 'false_123123@newsletter_AC45', from: '123123@newsletter' }],
    ['a group, by its writer alone', { id: 'AC45', from: '12036304@g.us' }],
  ])('in %s is nothing to keep', (_, more) => {
    expect(split(post('message.any', written(more)))).toEqual([]);
    expect(split(post('message.ack', receipt(3, more)))).toEqual([]);
    expect(split(post('message.revoked', { after: written(more) }))).toEqual([]);
  });
});

describe('a receipt', () => {
  test.each(receipts)('%s', (_, payload, meaning, key) => {
    const [item, ...others] = split(post('message.ack', payload));

    expect(others).toEqual([]);
    const keyed = key === '' ? expect.stringMatching(/^unreadable:/) : key;
    expect(item).toMatchObject({ lane: 'status', numberKey, key: keyed });
    expect(readWahaItem(item?.payload)).toEqual(meaning);
  });

  test('of the reach-out timelock fails the message and restricts the number', () => {
    const error = { code: '463', blocked: true, until: '2026-03-03T10:00:00.000Z' };
    const [news, item, ...others] = split(post('message.ack', receipt(-1, { error })));

    expect(others).toEqual([]);
    expect(news).toMatchObject({ lane: 'sender', key: '3EB0AA:failed:restricted' });
    expect(readWahaItem(news?.payload)).toEqual({
      kind: 'sender',
      restriction: {
        kind: 'new_chats',
        until: new Date('2026-03-03T10:00:00Z'),
        reason: expect.stringContaining('463'),
      },
      at: told.at,
    });
    expect(item).toMatchObject({ lane: 'status', key: '3EB0AA:failed' });
    expect(readWahaItem(item?.payload)).toMatchObject({
      status: 'failed',
      failure: { class: 'pause_sender', code: '463' },
    });
  });

  test('without a time has the one at which it came, and the same key whenever it comes', () => {
    const old = { event: 'message.ack', session: 'bakery', payload: receipt(2) };
    const [item] = split(old);
    const again = splitWahaPost(old, { numberKey, receivedAt: new Date('2026-11-20T10:00:09Z') });

    expect(readWahaItem(item?.payload)).toMatchObject({ status: 'delivered', at: receivedAt });
    expect(again[0]?.key).toBe(item?.key);
  });
});

describe('a session that', () => {
  test.each(states)('%s', (_, payload, more, meaning) => {
    const [item, ...others] = split(post('session.status', { name: 'bakery', ...payload }, more));

    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane: 'sender', key: 'evt_01' });
    const read = readWahaItem(item?.payload);
    expect(read).toMatchObject({ ...session, facts });
    expect({ status: undefined, restriction: undefined, ...read }).toMatchObject(meaning);
  });

  test('is told of by an old WAHA without event ids has the same key each time', () => {
    const old = { event: 'session.status', session: 'bakery', payload: { status: 'FAILED' } };
    const again = splitWahaPost(old, { numberKey, receivedAt: new Date('2026-11-20T10:00:09Z') });
    expect(again[0]?.key).toBe(split(old)[0]?.key);
  });
});

describe('a post', () => {
  test('can be stored, whatever characters are in it and however deep it is', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const odd = written({ body: 'a\0b\ud800', deep, 'k\0': 1 });

    const [item] = split(post('message.any', odd));

    expect(item?.key).toBe('message:AC4501');
    expect(JSON.stringify(item?.payload)).not.toMatch(/\\u0000|\\ud800/);
    expect(readWahaItem(item?.payload)).toMatchObject({ text: 'a\ufffdb\ufffd' });
  });

  test('is never thrown back, whatever JSON it is', () => {
    fc.assert(fc.property(fc.jsonValue(), isSplitAndRead));
  });

  test('is never thrown back, whatever part of it is changed', () => {
    const whole = [
      ...people.map(([, [event, payload]]) => post(event, payload)),
      ...receipts.map(([, payload]) => post('message.ack', payload)),
      ...states.map(([, payload, more]) => post('session.status', payload, more)),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.jsonValue(), (body, nth, other) => {
        isSplitAndRead(withNthReplaced(body, nth, other));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['the Cloud API', { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [] }] }],
    ['Evolution', { event: 'messages.upsert', instance: 'bakery', data: { key: { id: 'A' } } }],
    ['the sandbox', { instance: '+1', events: [{ type: 'message', text: 'STOP' }] }],
  ])('of %s means nothing here', (_, body) => {
    expect(split(body).map(({ payload }) => readWahaItem(payload))).toEqual([undefined]);
  });

  test('with fields that nobody knows means the same', () => {
    for (const [, [event, payload], meaning] of people) {
      const [item] = split({ ...post(event, { ...payload, news: 1 }), later: {} });
      expect(readWahaItem(item?.payload)).toEqual(meaning);
    }
  });
});

function isSplitAndRead(body: unknown): void {
  for (const { key, lane, payload } of split(body)) {
    expect(key.length).toBeGreaterThan(0);
    expect(key.length).toBeLessThan(300);
    expect(['inbound', 'sender', 'status']).toContain(lane);
    const meaning = readWahaItem(payload);
    if (meaning) expect(Number.isNaN(meaning.at.getTime())).toBe(false);
    if (meaning?.kind === 'inbound') expect(meaning.from.phone ?? meaning.from.lid).toBeDefined();
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
