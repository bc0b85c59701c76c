import { beforeEach, describe, expect, test } from 'vitest';
import { importContactsFromConversations } from '../../src/operations/imports/from-conversations.ts';
import { importContactsManual } from '../../src/operations/imports/manual.ts';
import { importMarketingContacts } from '../../src/operations/imports/marketing.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { getContactListDetail } from '../../src/operations/lists/detail.ts';
import { createListFromInactive } from '../../src/operations/lists/from-inactive.ts';
import { updateWorkspace } from '../../src/operations/workspaces/update.ts';
import { says } from '../support/says.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

const [ana, berta, carla] = ['+34600000001', '+34600000002', '+34600000003'] as const;
const dayMs = 24 * 3_600_000;

let world: World;
let list_id: number;
beforeEach(async () => {
  world = await createWorld();
  list_id = (await world.invoke(createContactList, { name: 'VIP' })).list_id;
});

async function phonesIn(id: number): Promise<string[]> {
  const { contacts } = await world.invoke(getContactListDetail, { list_id: id });
  return contacts.map(({ phone }) => phone).sort();
}

const base64 = (...lines: string[]) => Buffer.from(lines.join('\n')).toString('base64');

describe('import_contacts_manual', () => {
  test('takes numbers by lines and commas, and says what it cannot read', async () => {
    const phones = `${ana}, +34 600-000-002\n\n${ana};600000003`;
    expect(await world.invoke(importContactsManual, { list_id, phones })).toEqual({
      list_id,
      added: 2,
      already_in_list: 0,
      duplicates: 1,
      invalid: 1,
      bad_lines: [{ line: 4, text: '600000003', reason: expect.stringContaining(carla) }],
    });
    expect(await phonesIn(list_id)).toEqual([ana, berta]);
  });

  test('adds nobody twice, and nobody for nothing', async () => {
    await world.invoke(importContactsManual, { list_id, phones: ana });
    const again = await world.invoke(importContactsManual, { list_id, phones: `${ana}\n${berta}` });
    expect(again).toMatchObject({ added: 1, already_in_list: 1 });
    const empty = await world.invoke(importContactsManual, { list_id, phones: '' });
    expect(empty).toMatchObject({ added: 0, invalid: 0 });
  });
});

describe('import_contacts_from_conversations', () => {
  test('takes everybody who wrote or was written to, once', async () => {
    await world.campaign('running', [berta, carla]);
    await world.dispatchTurn({ max: 1 });
    await world.hear(says(ana, 'Hello', world), says(ana, 'Are you there?', world));

    const imported = await world.invoke(importContactsFromConversations, { list_id });

    expect(imported).toEqual({ list_id, found: 2, added: 2, already_in_list: 0 });
    expect(await phonesIn(list_id)).toEqual([ana, berta]);
  });

  test('finds nobody where nobody has written, and says so', async () => {
    await world.campaign('draft', [ana]);
    expect(await world.invoke(importContactsFromConversations, { list_id })).toEqual({
      list_id,
      found: 0,
      added: 0,
      already_in_list: 0,
    });
  });
});

describe('import_marketing_contacts', () => {
  const take = (input: object) => world.invoke(importMarketingContacts, { list_id, ...input });

  test('takes typed numbers as text and as an array', async () => {
    const answer = await take({ source: 'manual', phones_text: ana, phones: [berta] });
    expect(answer).toMatchObject({ status: 'imported', added: 2, invalid: 0 });
    await expect(take({ source: 'manual' })).rejects.toThrow('phones_text or phones');
  });

  test('takes everybody with a conversation', async () => {
    await world.hear(says(ana, 'Hello', world));
    expect(await take({ source: 'conversations' })).toMatchObject({ status: 'imported', added: 1 });
  });

  test('shows a file first, and imports it with the columns that somebody names', async () => {
    const content_base64 = base64('Who,Where to', 'Ana,600000001', 'Berta,600000002', 'Nobody,x');
    const shown = await take({ source: 'csv', content_base64 });
    expect(shown).toMatchObject({
      status: 'preview',
      added: 0,
      preview: {
        columns: ['Who', 'Where to'],
        phone_column: null,
        name_column: null,
        rows: [
          ['Ana', '600000001'],
          ['Berta', '600000002'],
          ['Nobody', 'x'],
        ],
      },
    });
    expect(await phonesIn(list_id)).toEqual([]);

    const columns = { phone_column: 'Where to', name_column: 'Who' };
    const tmp_id = shown.preview?.tmp_id;
    const taken = await take({ source: 'csv', tmp_id, ...columns });

    expect(taken).toMatchObject({ status: 'imported', added: 2, invalid: 1 });
    const { contacts } = await world.invoke(getContactListDetail, { list_id });
    expect(contacts).toMatchObject([
      { phone: ana, name: 'Ana' },
      { phone: berta, name: 'Berta' },
    ]);
    await expect(take({ source: 'csv', tmp_id })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('proposes the columns that it knows', async () => {
    const shown = await take({
      source: 'csv',
      content_base64: base64('Nombre;Móvil', 'Ana;600000001'),
    });
    expect(shown.preview).toMatchObject({ phone_column: 'Móvil', name_column: 'Nombre' });
    expect(await take({ source: 'csv', tmp_id: shown.preview?.tmp_id })).toMatchObject({
      added: 1,
    });
  });

  test('reads a text file with a number on each line', async () => {
    const content_base64 = base64(ana, berta);
    const shown = await take({ source: 'txt', content_base64, file_name: 'people.txt' });
    expect(shown.preview).toMatchObject({
      columns: [],
      phone_column: null,
      rows: [[ana], [berta]],
    });
    const taken = await take({ source: 'txt', tmp_id: shown.preview?.tmp_id });
    expect(taken).toMatchObject({ added: 2, invalid: 0 });
  });

  test('forgets a file after a day, and refuses what is none', async () => {
    const content_base64 = base64(ana);
    const { preview } = await take({ source: 'txt', content_base64 });
    world.pass(dayMs + 1);
    await take({ source: 'txt', content_base64 });
    await expect(take({ source: 'txt', tmp_id: preview?.tmp_id })).rejects.toThrow('older than');
    await expect(take({ source: 'csv' })).rejects.toThrow('content_base64');
    await expect(take({ source: 'csv', content_base64: '' })).rejects.toThrow('empty');
  });

  test('keeps impossible numbers out where the workspace wants it so', async () => {
    await world.invoke(updateWorkspace, { strict_numbers: true });
    const content_base64 = base64('phone', '+3460000', '+34600000001');
    const { preview } = await take({ source: 'csv', content_base64 });
    const taken = await take({ source: 'csv', tmp_id: preview?.tmp_id });
    expect(taken).toMatchObject({ added: 1, invalid: 1 });
  });
});

describe('create_list_from_inactive', () => {
  test('takes whoever has been silent for so long, and has been a contact for so long', async () => {
    await world.campaign('draft', [ana, berta, carla]);
    const longAgo = new Date(standingTime.getTime() - 40 * dayMs);
    const known = world.db.updateTable('contact').set({ created_at: longAgo });
    await known.where('phone', 'in', [ana, berta]).execute();
    await world.hear(says(ana, 'Hello', world));
    world.pass(20 * dayMs);

    const of = async (input: object) => {
      const made = await world.invoke(createListFromInactive, input);
      return { ...made, phones: await phonesIn(made.list_id) };
    };
    expect(await of({})).toMatchObject({
      name: 'Inactive for 30 days, 2026-03-21',
      contacts: 1,
      phones: [berta],
    });
    expect(await of({ days: 20, name: 'Quiet' })).toMatchObject({
      name: 'Quiet',
      phones: [ana, berta],
    });
    expect(await of({ days: 90 })).toMatchObject({ contacts: 0, phones: [] });
  });
});
