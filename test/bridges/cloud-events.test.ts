import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCloudItem } from '../../src/bridges/cloud/parse.ts';
import { splitCloudPost } from '../../src/bridges/cloud/split.ts';
import { accountTable } from './cloud-account-table.ts';
import { messageTable } from './cloud-message-table.ts';
import { peopleTable } from './cloud-people-table.ts';
import {
  ana,
  anaId,
  at,
  numberId,
  post,
  postOf,
  receivedAt,
  status,
  wabaId,
  written,
} from './cloud-posts.ts';
import { templateTable } from './cloud-template-table.ts';

const split = (body: unknown) => splitCloudPost(body, receivedAt);

describe('what WhatsApp posts', () => {
  test.each(messageTable)('%s', (_, value, meaning, lane, key) => {
    const [item, ...others] = split(post(value));

    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane, key: expect.stringMatching(key) });
    expect(item?.about.numberKey).toBe(numberId);
    expect(readCloudItem(item?.payload)).toEqual(meaning);
  });

  test.each(peopleTable)('in %s: %s', (field, _, value, meaning, lane, key) => {
    const [item, ...others] = split(post(value, field));

    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane, key: expect.stringMatching(key) });
    expect(item?.about.numberKey).toBe(numberId);
    expect(readCloudItem(item?.payload)).toEqual(meaning);
  });

  test.each([...accountTable, ...templateTable])(
    'in %s: %s',
    (field, _, value, meaning, lane, key) => {
      const [item, ...others] = split(postOf(value, field));

      expect(others).toEqual([]);
      expect(item).toMatchObject({ lane, key: expect.stringMatching(key) });
      expect(item?.about.numberKey).toBeUndefined();
      expect(readCloudItem(item?.payload)).toEqual(meaning);
    },
  );

  test('in one post is taken apart: entries, changes, people and statuses', () => {
    const hola = written({ type: 'text', text: { body: 'Hola' } });
    const first = post({ messages: [hola, 'broken'], statuses: [status('sent'), null] }).entry;
    const second = post({ statuses: [status('read')] }).entry;

    const items = split({ entry: [...first, 'broken', ...second] });

    expect(items.map(({ key }) => key.replace(/:[\da-f]{64}/, ''))).toEqual([
      'wamid.M1',
      'unreadable',
      'wamid.S1:sent:1772359200',
      'unreadable',
      'wamid.S1:read:1772359200',
    ]);
  });

  test('names each writer by the contact that fits, whatever the order', () => {
    const text = { type: 'text', text: { body: 'Hi' } };
    const berta = { profile: { name: 'Berta' }, wa_id: '34600000002' };
    const carla = { profile: { name: 'Carla' }, wa_id: '34600000003', user_id: anaId };
    const items = split(
      post({
        contacts: ['broken', berta, carla, ana],
        messages: [
          written(text),
          { ...written(text), from: '34600000002', id: 'wamid.M2' },
          { ...written(text), from: undefined, from_user_id: anaId, id: 'wamid.M3' },
          { ...written(text), from: '34600000009', id: 'wamid.M4' },
        ],
      }),
    );

    const [first, second, third, fourth] = items.map(({ payload }) => readCloudItem(payload));
    expect(first).toMatchObject({ name: 'Ana' });
    expect(second).toMatchObject({ name: 'Berta' });
    expect(third).toMatchObject({ name: 'Carla', from: { phone: '+34600000003', bsuid: anaId } });
    expect(fourth).not.toHaveProperty('name');
  });

  test('can be stored, whatever characters are in it and however deep it is', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    const odd = written({ type: 'text', text: { body: 'a\0b\ud800' }, deep, 'k\0': 1 });

    const [item] = split(post({ messages: [odd] }));

    expect(item?.key).toBe('wamid.M1');
    expect(JSON.stringify(item?.payload)).not.toMatch(/\\u0000|\\ud800/);
    expect(readCloudItem(item?.payload)).toMatchObject({ text: 'a\ufffdb\ufffd' });
  });

  test('is never thrown back, whatever JSON it is', () => {
    fc.assert(fc.property(fc.jsonValue(), isSplitAndRead));
  });

  test('is never thrown back, whatever part of it is changed', () => {
    const whole = [
      ...messageTable.map(([, value]) => post(value)),
      ...peopleTable.map(([field, , value]) => post(value, field)),
      ...[...accountTable, ...templateTable].map(([field, , value]) => postOf(value, field)),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.jsonValue(), (payload, nth, other) => {
        isSplitAndRead(withNthReplaced(payload, nth, other));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a change without a time of its own', () => {
  const value = { event: 'ACCOUNT_DELETED' };
  const undated = { entry: [{ id: wabaId, changes: [{ field: 'account_update', value }] }] };

  test('happened when WhatsApp told of it', () => {
    const [item] = split(postOf(value, 'account_update'));
    expect(readCloudItem(item?.payload)).toMatchObject({ at });
  });

  test('happened when it came, where WhatsApp does not say when', () => {
    const [item] = split(undated);
    expect(readCloudItem(item?.payload)).toMatchObject({ at: receivedAt });
  });

  test('is the same however often it comes, and another one when it happens again', () => {
    const [first] = split(postOf(value, 'account_update'));
    const [repeated] = splitCloudPost(postOf(value, 'account_update'), new Date());
    const [again] = split({ entry: [{ ...undated.entry[0], time: 1_772_400_000 }] });
    const [late] = split(undated);
    const [later] = splitCloudPost(undated, new Date());

    expect(repeated?.key).toBe(first?.key);
    expect(again?.key).not.toBe(first?.key);
    expect(later?.key).toBe(late?.key);
  });
});

describe('whom a change is about', () => {
  const aboutOf = (body: object) => split(body).map(({ about }) => about);

  test('is the number that it names', () => {
    expect(aboutOf(post({ statuses: [status('sent')] }))).toEqual([{ numberKey: numberId }]);
  });

  test('is nobody, where messages name no number: they are not for the account', () => {
    expect(aboutOf(postOf({ statuses: [status('sent')] }, 'messages'))).toEqual([{}]);
    expect(aboutOf(postOf({ message_echoes: [7] }, 'smb_message_echoes'))).toEqual([{}]);
  });

  test('is the number by its digits, where that is how it is named', () => {
    const value = { display_phone_number: '+1 555-000-3000', event: 'FLAGGED' };
    const field = 'phone_number_quality_update';

    expect(aboutOf(postOf(value, field))).toEqual([{ phone: '15550003000' }]);
    expect(aboutOf(postOf({ event: 'FLAGGED' }, field))).toEqual([{}]);
  });

  test('is the number that an alert is about, else the account', () => {
    const alert = (entity_type: string) =>
      aboutOf(postOf({ entity_type, entity_id: numberId }, 'account_alerts'));

    expect(alert('PHONE_NUMBER')).toEqual([{ numberKey: numberId }]);
    expect(alert('BUSINESS')).toEqual([{ wabaId }]);
  });

  test('is the account, for what is decided about it', () => {
    const value = { event: 'ACCOUNT_DELETED', phone_number: '15550003000' };
    expect(aboutOf(postOf(value, 'account_update'))).toEqual([{ wabaId }]);
  });

  test('is the number, else the account, for wishes of people', () => {
    const wish = { user_preferences: [7] };

    expect(aboutOf(post(wish, 'user_preferences'))).toEqual([{ numberKey: numberId, wabaId }]);
  });
});

function isSplitAndRead(body: unknown): void {
  for (const { key, lane, about, payload } of split(body)) {
    expect(key.length).toBeGreaterThan(0);
    expect(key.length).toBeLessThan(300);
    expect(['inbound', 'sender', 'status']).toContain(lane);
    expect(about.numberKey ?? '').toMatch(/^\d{0,32}$/);
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
