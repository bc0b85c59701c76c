import { beforeEach, describe, expect, test } from 'vitest';
import { deleteContact } from '../../src/operations/contacts/delete.ts';
import { getContact } from '../../src/operations/contacts/get.ts';
import { listContacts } from '../../src/operations/contacts/list.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { createWorld, type World } from '../support/world.ts';

describe('contacts', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  test('a contact is kept with all that was said of it', async () => {
    const saved = await world.invoke(saveContact, {
      phone: '+34 600 000 001',
      name: 'Ana',
      email: 'ana@example.com',
      language: 'es',
      timezone: 'Europe/Madrid',
      tags: ['vip', 'vip'],
      attributes: { city: 'Madrid' },
    });

    expect(saved).toMatchObject({
      phone: '+34600000001',
      name: 'Ana',
      email: 'ana@example.com',
      language: 'es',
      timezone: 'Europe/Madrid',
      tags: ['vip'],
      attributes: { city: 'Madrid' },
      opted_out: false,
    });
    expect(await world.invoke(getContact, { contact_id: saved.contact_id })).toEqual(saved);
  });

  test('one person in two spellings is one contact', async () => {
    const first = await world.invoke(saveContact, { phone: '+52 1 55 1234 5678', name: 'Luz' });
    const second = await world.invoke(saveContact, { phone: '+525512345678' });

    expect(second.contact_id).toBe(first.contact_id);
    expect(second.name).toBe('Luz');
    const found = await world.invoke(getContact, { phone: '+52 1 (55) 1234-5678' });
    expect(found.contact_id).toBe(first.contact_id);
  });

  test('what is left out stays, and null takes a detail away', async () => {
    await world.invoke(saveContact, { phone: '+34600000001', name: 'Ana', language: 'es' });

    const saved = await world.invoke(saveContact, { phone: '+34600000001', name: null });

    expect(saved).toMatchObject({ name: null, language: 'es' });
  });

  test('contacts are found by part of a name, part of a number, and by tag', async () => {
    await world.invoke(saveContact, { phone: '+34600000001', name: 'Ana 50%', tags: ['vip'] });
    await world.invoke(saveContact, { phone: '+34600000002', name: 'Bea' });

    const namesFor = async (wanted: object) =>
      (await world.invoke(listContacts, wanted)).contacts.map(({ name }) => name);

    expect(await namesFor({})).toEqual(['Ana 50%', 'Bea']);
    expect(await namesFor({ search: 'bE' })).toEqual(['Bea']);
    expect(await namesFor({ search: '600 000-002' })).toEqual(['Bea']);
    expect(await namesFor({ search: '0%' })).toEqual(['Ana 50%', 'Bea']);
    expect(await namesFor({ search: 'a 5' })).toEqual(['Ana 50%']);
    expect(await namesFor({ search: '_' })).toEqual([]);
    expect(await namesFor({ tag: 'vip' })).toEqual(['Ana 50%']);
  });

  test('a page holds fifty, and says how many pages there are', async () => {
    for (let n = 100; n < 151; n++) {
      await world.invoke(saveContact, { phone: `+34600000${n}` });
    }

    const second = await world.invoke(listContacts, { page: 2 });

    expect(second).toMatchObject({ page: 2, pages: 2, total: 51 });
    expect(second.contacts.map(({ phone }) => phone)).toEqual(['+34600000150']);
  });

  test('a suppression outlives the contact and meets them again', async () => {
    const { contact_id } = await world.invoke(saveContact, { phone: '+34600000001' });
    await world.invoke(addToBlacklist, { phone: '+34600000001' });

    await world.invoke(deleteContact, { contact_id });
    await expect(world.invoke(getContact, { contact_id })).rejects.toMatchObject({
      code: 'not_found',
    });

    const anew = await world.invoke(saveContact, { phone: '+34 600 00 00 01' });
    expect(anew.contact_id).not.toBe(contact_id);
    expect(anew.opted_out).toBe(true);
  });

  test.each([
    ['a number without its plus', { phone: '600000001' }, '600000001 must be written +34600000001'],
    ['no number', {}, 'phone is missing.'],
    ['a field that does not exist', { phone: '+34600000001', nome: 'Ana' }, '"nome" is not a par'],
    ['an e-mail address that is none', { phone: '+34600000001', email: 'ana' }, 'email: '],
    ['a time zone nobody knows', { phone: '+34600000001', timezone: 'Mars' }, 'Europe/Madrid'],
    ['text that no database keeps', { phone: '+34600000001', name: 'A\0na' }, 'name: has char'],
    ['half a character', { phone: '+34600000001', tags: ['\ud83d'] }, 'tags.0: has characters'],
  ])('saving refuses %s', async (_, input, sentence) => {
    const saving = world.invoke(saveContact, input);

    await expect(saving).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(saving).rejects.toThrow(sentence);
    expect((await world.invoke(listContacts, {})).total).toBe(0);
  });

  test('a contact is asked for in one way at a time', async () => {
    const asking = world.invoke(getContact, { contact_id: 1, phone: '+34600000001' });

    await expect(asking).rejects.toThrow('Give either contact_id or phone');
  });

  test('an id may come as text', async () => {
    const { contact_id } = await world.invoke(saveContact, { phone: '+34600000001' });

    const found = await world.invoke(getContact, { contact_id: String(contact_id) });

    expect(found.phone).toBe('+34600000001');
  });
});
