import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readSpelling, respell } from '../../src/api/spelling.ts';
import { createHttpWorld, postMcp } from './herald.ts';

const spelling = readSpelling(
  z.toJSONSchema(
    z.strictObject({
      list_id: z.int(),
      people: z.array(
        z.strictObject({ full_name: z.string(), own_fields: z.record(z.string(), z.unknown()) }),
      ),
      segment_filters: z.union([z.strictObject({ last_contact_days: z.int() }), z.string()]),
      config: z.looseObject({ base_url: z.string() }),
      either: z.union([z.object({ an_apple: z.string() }), z.object({ a_pear: z.string() })]),
    }),
  ),
);

describe('the names in a call', () => {
  test.each<[string, object, object]>([
    ['at the top', { listId: 1 }, { list_id: 1 }],
    ['in snake_case', { list_id: 1 }, { list_id: 1 }],
    [
      'in the objects of a list',
      { people: [{ fullName: 'Ana' }] },
      { people: [{ full_name: 'Ana' }] },
    ],
    [
      'in one of several forms',
      { segmentFilters: { lastContactDays: 3 } },
      { segment_filters: { last_contact_days: 3 } },
    ],
    ['in either of two forms', { either: { aPear: 'x' } }, { either: { a_pear: 'x' } }],
    ['in a text, which stays', { segmentFilters: '{"aB":1}' }, { segment_filters: '{"aB":1}' }],
    [
      'that the schema names in a loose object, and no others',
      { config: { baseUrl: 'x', myOwn: 'y' } },
      { config: { base_url: 'x', myOwn: 'y' } },
    ],
    [
      'in a free object, which are left alone',
      { people: [{ ownFields: { listId: 1, deep: { fullName: 'x' } } }] },
      { people: [{ own_fields: { listId: 1, deep: { fullName: 'x' } } }] },
    ],
    ['that nobody knows', { myField: 1, ListId: 2 }, { myField: 1, ListId: 2 }],
    ['given in both spellings', { listId: 1, list_id: 2 }, { listId: 1, list_id: 2 }],
    [
      'where something else is given',
      { people: 'none', config: null },
      { people: 'none', config: null },
    ],
  ])('%s', (_, given, spelt) => {
    expect(respell(given, spelling)).toEqual(spelt);
  });

  test('that a prototype has are left where they are', () => {
    const given = JSON.parse('{"__proto__":{"listId":1},"listId":2}');
    expect(Object.keys(Object(respell(given, spelling)))).toEqual(['__proto__', 'list_id']);
  });

  test('are read so by the tools, and refused by name where they are not known', async () => {
    const herald = await createHttpWorld();
    const call = async (name: string, args: object) => {
      const params = { name, arguments: args };
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
      const { result } = (await (await postMcp(herald, body)).json()) as { result: object };
      return result;
    };
    await call('create_contact_list', { name: 'VIP' });

    expect(
      await call('count_filtered_contacts', {
        listId: 1,
        segmentFilters: { lastContactDays: 30, hasWhatsappHistory: true },
      }),
    ).toMatchObject({ structuredContent: { count: 0 } });
    expect(
      await call('count_filtered_contacts', { listId: 1, segmentFilters: { lastContactWeeks: 3 } }),
    ).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('lastContactWeeks') }],
    });
    await call('save_contact', { phone: '+34600000001', attributes: { firstVisit: 'May' } });
    expect(await call('list_contacts', {})).toMatchObject({
      structuredContent: { contacts: [{ attributes: { firstVisit: 'May' } }] },
    });
  });
});
