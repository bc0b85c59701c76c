import { beforeEach, describe, expect, test } from 'vitest';
import { getContact } from '../../src/operations/contacts/get.ts';
import { listContacts } from '../../src/operations/contacts/list.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { createListFromImport } from '../../src/operations/imports/create-list.ts';
import { importContacts } from '../../src/operations/imports/import.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { getContactListDetail } from '../../src/operations/lists/detail.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { updateWorkspace } from '../../src/operations/workspaces/update.ts';
import { createWorld, type World } from '../support/world.ts';

describe('imports', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  const importLines = (lines: string[], more: object = {}) =>
    world.invoke(importContacts, {
      file_name: 'people.csv',
      content_base64: Buffer.from(lines.join('\n')).toString('base64'),
      ...more,
    });

  test('every line of a file is counted once, as what it was', async () => {
    await world.invoke(saveContact, { phone: '+34600000001', name: 'Ana' });

    const answer = await importLines([
      'phone;name;city',
      '600000001;Ana María;Madrid',
      '+34 600 000 002;Bea;',
      '0034600000002;Bea again;',
      'call me;Carla;',
      '+34 600 000;Too short for Spain;',
    ]);

    expect(answer).toMatchObject({
      rows: 5,
      added: 2,
      updated: 1,
      duplicates: 1,
      impossible: 1,
      invalid: 1,
    });
    expect(answer.bad_lines).toEqual([
      { line: 5, text: 'call me;Carla;', reason: expect.stringContaining('letters') },
    ]);
  });

  test('what the file says wins, what it leaves empty stays, and tags are united', async () => {
    await world.invoke(saveContact, {
      phone: '+34600000001',
      name: 'Ana',
      email: 'ana@example.com',
      tags: ['vip'],
      attributes: { city: 'Madrid', size: 'M' },
    });

    await importLines(['phone,name,email,tags,city', '600000001,Ana María,,new,Vigo']);

    expect(await world.invoke(getContact, { phone: '+34600000001' })).toMatchObject({
      name: 'Ana María',
      email: 'ana@example.com',
      tags: ['new', 'vip'],
      attributes: { city: 'Vigo', size: 'M' },
    });
  });

  test('a list can be made of everybody whom the file named', async () => {
    await world.invoke(saveContact, { phone: '+34600000001' });
    const { import_id } = await importLines(['phone', '600000001', '600000002', '600000002']);

    const list = await world.invoke(createListFromImport, { import_id, name: 'June' });

    expect(list).toMatchObject({ name: 'June', contacts: 2 });
    const detail = await world.invoke(getContactListDetail, { list_id: list.list_id });
    expect(detail.contacts.map(({ phone }) => phone)).toEqual(['+34600000001', '+34600000002']);
  });

  test('a file can go straight into a list, and again without doubling anybody', async () => {
    const { list_id } = await world.invoke(createContactList, { name: 'June', slug: 'june' });

    await importLines(['phone', '600000001', '600000002'], { list_id: 'june' });
    const again = await importLines(['phone', '600000001', '600000002'], { list_id });

    expect(again).toMatchObject({ list_id, added: 0, updated: 2 });
    expect(await world.invoke(getContactListDetail, { list_id })).toMatchObject({ total: 2 });
  });

  test('whoever was blocked before is imported as blocked', async () => {
    await world.invoke(addToBlacklist, { phone: '+52 1 55 1234 5678' });

    await importLines(['phone', '+525512345678']);

    expect(await world.invoke(getContact, { phone: '+525512345678' })).toMatchObject({
      opted_out: true,
    });
  });

  test('with strict numbers, a length that no country uses is a bad line', async () => {
    await world.invoke(updateWorkspace, { strict_numbers: true });

    const answer = await importLines(['phone', '600000001', '+34600000', 'nobody']);

    expect(answer).toMatchObject({ rows: 3, added: 1, impossible: 1, invalid: 2 });
    expect(answer.bad_lines.map(({ line }) => line)).toEqual([3, 4]);
  });

  test('columns and country can be named by hand', async () => {
    await importLines(['Kontaktdaten;Wer', '0170 1234567;Uwe'], {
      phone_column: 'kontaktdaten',
      name_column: 'Wer',
      default_country: 'de',
    });

    expect(await world.invoke(getContact, { phone: '+491701234567' })).toMatchObject({
      name: 'Uwe',
    });
  });

  test('a file of more than one batch arrives whole', async () => {
    const lines = Array.from({ length: 5500 }, (_, n) => `+34600${100_000 + n},Person ${n}`);

    const { import_id, ...counts } = await importLines(['phone,name', ...lines]);

    expect(counts).toMatchObject({ rows: 5500, added: 5500, updated: 0 });
    expect((await world.invoke(listContacts, {})).total).toBe(5500);
    const list = await world.invoke(createListFromImport, { import_id, name: 'All' });
    expect(list.contacts).toBe(5500);
  });

  test('the first hundred bad lines are shown, and all are counted', async () => {
    const answer = await importLines(['phone', '600000001', ...Array(120).fill('nobody')]);

    expect(answer.invalid).toBe(120);
    expect(answer.bad_lines).toHaveLength(100);
  });

  test.each([
    ['something that is not Base64', { content_base64: 'not base 64!' }],
    ['a file of nothing', { content_base64: Buffer.from(' ').toString('base64') }],
    ['a country that is none', { default_country: 'XX' }],
    ['a column that is not there', { phone_column: 'handy' }],
    ['a workbook', { content_base64: Buffer.from('PK\x03\x04').toString('base64') }],
  ])('importing refuses %s', async (_, more) => {
    await expect(importLines(['phone', '600000001'], more)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await world.invoke(listContacts, {})).total).toBe(0);
  });

  test('an import into a list that does not exist changes nothing', async () => {
    await expect(importLines(['phone', '600000001'], { list_id: 9 })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await world.invoke(listContacts, {})).total).toBe(0);
  });
});
