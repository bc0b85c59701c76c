import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEvolutionItem, splitEvolutionPost } from '../../src/bridges/evolution/parse.ts';
import { messages } from './evolution-messages.ts';
import { own, post, seconds, token } from './evolution-posts.ts';
import { receipts } from './evolution-receipts.ts';
import { changes, states } from './evolution-states.ts';

const numberKey = 'bakery@evo.test';
const heardAt = new Date('2026-03-01T10:00:00.000Z');
const events = [...messages, ...receipts(heardAt), ...states(heardAt), ...changes(heardAt)];
const split = (body: unknown) => splitEvolutionPost(body, { numberKey, heardAt });

describe('what Evolution posts', () => {
  test.each(events)('%s', (_, { event, data, meaning, lane, key }) => {
    const [item, ...others] = split(post(event, data));

    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane, numberKey, key: expect.stringMatching(key) });
    expect(readEvolutionItem(item?.payload)).toEqual(meaning);
  });

  test.each([
    ['in a group', '120363041234567890@g.us'],
    ['in a status update', 'status@broadcast'],
    ['in a channel', '120363041234567890@newsletter'],
  ])('of what was said %s is not even kept', (_, remoteJid) => {
    const key = { remoteJid, fromMe: false, id: 'A1' };
    const message = { conversation: 'STOP' };
    expect(split(post('messages.upsert', { key, message }))).toEqual([]);
    expect(split(post('messages.update', { keyId: 'A1', remoteJid, status: 'READ' }))).toEqual([]);
    expect(split(post('messages.update', [{ key, update: { status: 3 } }]))).toEqual([]);
  });

  test('in one list is taken apart, and what cannot be read drops nothing beside it', () => {
    const receipt = (id: string) => ({ key: { id, fromMe: true }, update: { status: 4 } });
    const message = { key: { remoteJid: own, id: 'M1' }, message: { conversation: 'Hi' } };

    expect(keysOf(post('messages.update', [receipt('A1'), 'broken', null, receipt('A2')]))).toEqual(
      ['status:A1:read', 'unreadable', 'unreadable', 'status:A2:read'],
    );
    expect(keysOf(post('messages.upsert', { messages: [message, { key: {} }] }))).toEqual([
      'inbound:M1',
      'unreadable',
    ]);
  });

  test('of the number is an event each time, and a repeat of one is the same', () => {
    const open = { instance: 'bakery', state: 'open', statusReason: 200 };
    const first = post('connection.update', open);
    const again = { ...first, date_time: '2026-03-01T11:00:00.000Z' };

    expect(split(first)[0]?.key).toBe(split({ ...first })[0]?.key);
    expect(split(again)[0]?.key).not.toBe(split(first)[0]?.key);
  });

  test('is kept without its keys, wherever they stand', () => {
    const body = {
      ...post('error', {
        error: `the key ${token} was shown`,
        deep: [{ api_key: 'global-key', apiKey: 'global-key', headers: { authorization: 'word' } }],
      }),
      api_key: 'global-key',
      server_url: 'https://admin:hunter2@evo.test/api',
    };

    const kept = JSON.stringify(split(body));

    expect(kept).toContain('the key (hidden) was shown');
    for (const secret of [token, 'global-key', 'word', 'hunter2'])
      expect(kept).not.toContain(secret);
  });

  test('keeps people’s words and numbers, though an operator calls the key the same', () => {
    const key = { remoteJid: own, fromMe: false, id: 'M1' };
    const data = { key, message: { conversation: 'my 34600000001 at bakery' } };
    for (const apikey of ['bakery', '34600000001', '3460000000134600000001']) {
      const [item] = split({ ...post('messages.upsert', data), apikey });
      expect(readEvolutionItem(item?.payload)).toMatchObject({
        from: { phone: '+34600000001' },
        text: 'my 34600000001 at bakery',
      });
    }
  });

  test('is kept without the files in it', () => {
    const image = { caption: 'Look', jpegThumbnail: { 0: 255, 1: 216 } };
    const message = { imageMessage: image, base64: 'A'.repeat(50_000) };
    const [item] = split(
      post('messages.upsert', { key: { remoteJid: own, id: 'M1', fromMe: false }, message }),
    );

    expect(JSON.stringify(item).length).toBeLessThan(500);
    expect(readEvolutionItem(item?.payload)).toMatchObject({ text: 'Look', content: 'media' });
  });

  test('can be stored, whatever characters are in it and however deep it is', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const key = { remoteJid: own, fromMe: false, id: 'M1' };

    const [item] = split(
      post('messages.upsert', { key, message: { conversation: 'a\0b\ud800' }, deep, 'k\0': 1 }),
    );

    expect(JSON.stringify(item?.payload)).not.toMatch(/\\u0000|\\ud800/);
    expect(readEvolutionItem(item?.payload)).toMatchObject({ text: 'a\ufffdb\ufffd' });
  });

  test('is never thrown back, whatever JSON it is', () => {
    fc.assert(fc.property(fc.jsonValue(), isSplitAndRead));
  });

  test('is never thrown back, whatever part of it is changed', () => {
    const whole = events.map(([, { event, data }]) => post(event, data));
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.jsonValue(), (payload, nth, other) => {
        isSplitAndRead(withNthReplaced(payload, nth, other));
      }),
      { numRuns: 1_500 },
    );
  });

  test('means nothing when it is another bridge’s', () => {
    for (const foreign of [
      { entry: [{ changes: [{ field: 'messages', value: { statuses: [{ id: 'w' }] } }] }] },
      { id: 'evt_1', event: 'message', session: 'default', payload: { id: 'x', body: 'STOP' } },
    ]) {
      expect(split(foreign).map(({ payload }) => readEvolutionItem(payload))).toEqual([undefined]);
    }
  });

  test('is read by its time, whichever way that is written', () => {
    const timeOf = (messageTimestamp: unknown) => {
      const key = { remoteJid: own, fromMe: false, id: 'M1' };
      const data = { key, message: { conversation: 'Hi' }, messageTimestamp };
      return readEvolutionItem(split(post('messages.upsert', data))[0]?.payload)?.at;
    };
    const right = new Date(seconds * 1_000);
    expect(timeOf(seconds)).toEqual(right);
    expect(timeOf(String(seconds))).toEqual(right);
    expect(timeOf({ low: seconds, high: 0, unsigned: true })).toEqual(right);
    expect(timeOf(seconds * 1_000)).toEqual(right);
    for (const wrong of [undefined, null, 'yesterday', -1, 0, { low: 1, high: 2 ** 31 }, 1e30]) {
      expect(timeOf(wrong)).toEqual(heardAt);
    }
  });
});

function keysOf(body: unknown): string[] {
  return split(body).map(({ key }) => key.replace(/:[\da-f]{64}/, ''));
}

function isSplitAndRead(body: unknown): void {
  for (const item of split(body)) {
    expect(item.key.length).toBeGreaterThan(0);
    expect(item.key.length).toBeLessThan(300);
    expect(['inbound', 'sender', 'status']).toContain(item.lane);
    expect(item.numberKey).toBe(numberKey);
    const meaning = readEvolutionItem(item.payload);
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
