import { beforeEach, describe, expect, test } from 'vitest';
import { getContact } from '../../src/operations/contacts/get.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { deleteContactList } from '../../src/operations/lists/delete.ts';
import { getContactListDetail } from '../../src/operations/lists/detail.ts';
import { listContactLists } from '../../src/operations/lists/list.ts';
import { removeContactFromList } from '../../src/operations/lists/remove.ts';
import { removeContactsBulk } from '../../src/operations/lists/remove-bulk.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = { phone: '+34600000001', name: 'Ana' };
const bea = { phone: '+34600000002', name: 'Bea' };
const carla = { phone: '+34600000003', name: 'Carla' };

describe('contact lists', () => {
  let world: World;
  let list_id: number;
  beforeEach(async () => {
    world = await createWorld();
    const list = await world.invoke(createContactList, { name: 'VIP', slug: 'vip' });
    list_id = list.list_id;
  });

  const namesIn = async (search?: string) => {
    const detail = await world.invoke(getContactListDetail, { list_id, search });
    return detail.contacts.map(({ name }) => name);
  };

  test('a list is found by its id, the id as text, its UUID and its slug', async () => {
    const { lists } = await world.invoke(listContactLists, {});
    const uuid = lists[0]?.uuid;

    for (const ref of [list_id, String(list_id), uuid, 'vip']) {
      expect(await world.invoke(getContactListDetail, { list_id: ref })).toMatchObject({ list_id });
    }
  });

  test.each([
    ['an id of nothing', 999],
    ['an id beyond all ids', 99_999_999_999],
    ['a negative id', -1],
    ['a slug of nothing', 'no_such_list'],
    ['a UUID of nothing', '00000000-0000-4000-8000-000000000000'],
    ['text with a NUL in it', 'vi\0p2'],
  ])('%s is not found, and the refusal says where to look', async (_, ref) => {
    const asking = world.invoke(getContactListDetail, { list_id: ref });

    await expect(asking).rejects.toMatchObject({ code: 'not_found' });
    await expect(asking).rejects.toThrow('see list_contact_lists');
  });

  test('people are added once, however often and however spelled they are named', async () => {
    await world.invoke(addContactsToList, { list_id, contacts: [ana] });

    const answer = await world.invoke(addContactsToList, {
      list_id,
      contacts: [ana, bea, { phone: '+34 600-000-002' }, carla, { phone: '600' }],
    });

    expect(answer).toMatchObject({ list_id, added: 2, already_in_list: 1, duplicates: 1 });
    expect(answer.invalid).toEqual([
      { index: 4, phone: '600', reason: expect.stringContaining('too short') },
    ]);
    expect(await namesIn()).toEqual(['Ana', 'Bea', 'Carla']);
  });

  test('further fields become attributes, and what is said again replaces what was known', async () => {
    await world.invoke(addContactsToList, {
      list_id,
      contacts: [{ ...ana, email: 'ana@example.com', city: 'Madrid' }],
    });
    await world.invoke(addContactsToList, {
      list_id: 'vip',
      contacts: [{ phone: ana.phone, name: 'Ana María', size: 'M' }],
    });

    expect(await world.invoke(getContact, { phone: ana.phone })).toMatchObject({
      name: 'Ana María',
      email: 'ana@example.com',
      attributes: { city: 'Madrid', size: 'M' },
    });
  });

  test('the detail tells the place in the list from the person, and who opted out', async () => {
    await world.invoke(addContactsToList, { list_id, contacts: [bea] });
    const other = await world.invoke(createContactList, { name: 'Other' });
    await world.invoke(addContactsToList, { list_id: other.list_id, contacts: [ana, bea] });
    await world.invoke(addWhatsappOptout, { phone: bea.phone });

    const detail = await world.invoke(getContactListDetail, { list_id: other.list_id });

    expect(detail).toMatchObject({ name: 'Other', total: 2, page: 1, pages: 1 });
    expect(detail.contacts).toMatchObject([
      { contact_id: 2, person_id: 1, phone: bea.phone, opted_out: true },
      { contact_id: 3, person_id: 2, phone: ana.phone, opted_out: false },
    ]);
  });

  test('a list can be searched by name and by number', async () => {
    await world.invoke(addContactsToList, { list_id, contacts: [ana, bea, carla] });

    expect(await namesIn('be')).toEqual(['Bea']);
    expect(await namesIn('000 003')).toEqual(['Carla']);
  });

  test('one place in a list can be taken away, once', async () => {
    await world.invoke(addContactsToList, { list_id, contacts: [ana, bea] });

    await world.invoke(removeContactFromList, { contact_id: 1 });

    expect(await namesIn()).toEqual(['Bea']);
    await expect(world.invoke(removeContactFromList, { contact_id: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test.each([
    ['those named', { contact_ids: [1, 3] }, 2, ['Bea']],
    ['everybody', { select_all: true }, 3, []],
    ['everybody but some', { select_all: true, exclude_ids: [2] }, 2, ['Bea']],
    ['whom a search finds', { select_all: true, search: 'a', exclude_ids: [1] }, 2, ['Ana']],
    ['whom a narrow search finds', { select_all: true, search: 'carl' }, 1, ['Ana', 'Bea']],
    ['nobody, when the ids are of others', { contact_ids: [77] }, 0, ['Ana', 'Bea', 'Carla']],
  ])('many are taken out at once: %s', async (_, choice, removed, left) => {
    await world.invoke(addContactsToList, { list_id, contacts: [ana, bea, carla] });

    expect(await world.invoke(removeContactsBulk, { list_id, ...choice })).toEqual({
      list_id,
      removed,
    });
    expect(await namesIn()).toEqual(left);
  });

  test.each([
    ['neither whom nor all', {}],
    ['both whom and all', { contact_ids: [1], select_all: true }],
  ])('taking out many refuses %s', async (_, choice) => {
    const removing = world.invoke(removeContactsBulk, { list_id, ...choice });

    await expect(removing).rejects.toThrow('Give either contact_ids or select_all');
  });

  test('a deleted list is gone and its slug is free, but its people stay contacts', async () => {
    await world.invoke(addContactsToList, { list_id, contacts: [ana] });

    await world.invoke(deleteContactList, { list_id });

    expect((await world.invoke(listContactLists, {})).lists).toEqual([]);
    await expect(world.invoke(getContactListDetail, { list_id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await world.invoke(getContact, { phone: ana.phone })).toMatchObject({ name: 'Ana' });
    await world.invoke(createContactList, { name: 'New VIP', slug: 'vip' });
  });

  test('a list that a campaign still needs is kept, and the refusal names the campaign', async () => {
    await world.db
      .insertInto('campaign')
      .values({
        workspace_id: world.caller.workspaceId,
        state: 'draft',
        name: 'Spring',
        message_text: 'Hello',
        list_id,
        created_by: 'test',
      })
      .execute();

    const deleting = world.invoke(deleteContactList, { list_id });

    await expect(deleting).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(deleting).rejects.toThrow('"Spring"');

    await world.db
      .updateTable('campaign')
      .set({ state: 'completed' })
      .where('list_id', '=', list_id)
      .execute();
    await world.invoke(deleteContactList, { list_id });
  });

  test.each([
    ['a slug that another list has', { name: 'B', slug: 'vip' }, 'conflict'],
    ['a slug that looks like an id', { name: 'B', slug: '12' }, 'invalid_input'],
    ['a name of nothing but space', { name: '  ' }, 'invalid_input'],
    ['a name without end', { name: 'x'.repeat(101) }, 'invalid_input'],
  ])('making a list refuses %s', async (_, input, code) => {
    await expect(world.invoke(createContactList, input)).rejects.toMatchObject({ code });
  });

  test.each([
    ['nobody', []],
    ['more than a request may carry', Array.from({ length: 5001 }, () => ana)],
    ['someone without a number', [{ name: 'Ana' }]],
    ['an attribute that is no text', [{ ...ana, age: 30 }]],
  ])('adding refuses %s', async (_, contacts) => {
    await expect(world.invoke(addContactsToList, { list_id, contacts })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('five thousand people go in at once', async () => {
    const contacts = Array.from({ length: 5000 }, (_, n) => ({ phone: `+34600${100_000 + n}` }));

    const answer = await world.invoke(addContactsToList, { list_id, contacts });

    expect(answer).toMatchObject({ added: 5000, already_in_list: 0, duplicates: 0, invalid: [] });
    expect(await world.invoke(removeContactsBulk, { list_id, select_all: true })).toMatchObject({
      removed: 5000,
    });
  });
});
