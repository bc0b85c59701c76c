import { beforeEach, describe, expect, test } from 'vitest';
import { listAudit } from '../../src/operations/audit/list.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

describe('the audit', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  test('tells who did what and who was refused, the newest first', async () => {
    await world.invoke(createContactList, { name: 'VIP' });
    await expect(world.invoke(createContactList, {})).rejects.toThrow();

    const { entries, total } = await world.invoke(listAudit, {});

    expect(total).toBe(2);
    expect(entries).toMatchObject([
      { action: 'create_contact_list', outcome: 'refused', note: 'name is missing.' },
      {
        action: 'create_contact_list',
        outcome: 'done',
        actor: 'token 1 (test)',
        at: standingTime.toISOString(),
        input: { name: 'VIP' },
        note: null,
      },
    ]);
  });

  test('can be narrowed to an operation and an outcome', async () => {
    await world.invoke(createContactList, { name: 'VIP' });
    await world.invoke(saveContact, { phone: '+34600000001' });
    await expect(world.invoke(saveContact, { phone: '1' })).rejects.toThrow();

    const totalOf = async (wanted: object) => (await world.invoke(listAudit, wanted)).total;

    expect(await totalOf({ action: 'save_contact' })).toBe(2);
    expect(await totalOf({ action: 'save_contact', outcome: 'refused' })).toBe(1);
    expect(await totalOf({ outcome: 'done' })).toBe(2);
  });

  test('keeps nothing of those who only look', async () => {
    await world.invoke(listAudit, {});

    expect((await world.invoke(listAudit, {})).total).toBe(0);
  });

  test.each([
    ['a NUL', { name: 'V\0P' }],
    ['half a character', { name: '\ud83d' }],
    ['a key that is no text', { 'na\0me': 'VIP' }],
    ['a list in place of parameters', [1, 2]],
    ['a text in place of parameters', 'VIP'],
  ])('keeps a refused input with %s', async (_, input) => {
    await expect(world.invoke(createContactList, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });

    expect((await world.invoke(listAudit, {})).total).toBe(1);
  });

  test('keeps a long text whose cut falls into the middle of a character', async () => {
    const description = `${'x'.repeat(499)}😀`;

    await world.invoke(createContactList, { name: 'VIP', description });

    const { entries } = await world.invoke(listAudit, {});
    expect(entries[0]?.input).toMatchObject({ description: expect.stringContaining('501 chars') });
  });
});
