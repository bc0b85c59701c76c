import { beforeEach, describe, expect, test } from 'vitest';
import { listAudit } from '../../src/operations/audit/list.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { removeUnsubscribedBulk } from '../../src/operations/suppressions/remove-unsubscribed.ts';
import { getUnsubscribedList } from '../../src/operations/suppressions/unsubscribed.ts';
import { says } from '../support/says.ts';
import { createWorld, type World } from '../support/world.ts';

const [ana, berta, carla] = ['+34600000001', '+34600000002', '+34611111111'] as const;

describe('remove_unsubscribed_bulk', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
    for (const phone of [ana, berta, carla]) {
      await world.invoke(saveContact, { phone });
      await world.hear(says(phone, 'STOP', world));
      world.pass(24 * 3_600_000);
    }
  });

  async function listed(): Promise<string[]> {
    const { unsubscribed } = await world.invoke(getUnsubscribedList, {});
    return unsubscribed.map(({ phone }) => phone).sort();
  }

  test('takes back those that are named, and those people may be messaged again', async () => {
    const { unsubscribed } = await world.invoke(getUnsubscribedList, { search: '600' });
    const ids = unsubscribed.map(({ id }) => id);

    expect(await world.invoke(removeUnsubscribedBulk, { ids })).toEqual({ removed: 2 });

    expect(await listed()).toEqual([carla]);
    const answer = await world.invoke(checkWhatsappOptout, { phone: ana });
    expect(answer).toEqual({ phone: ana, opted_out: false });
    const contacts = await world.db.selectFrom('contact').select(['phone', 'blocked']).execute();
    expect(contacts.find(({ phone }) => phone === ana)?.blocked).toBe(0);
    expect(await world.invoke(removeUnsubscribedBulk, { ids })).toEqual({ removed: 0 });
  });

  test.each<[string, object, string[]]>([
    ['everybody', {}, []],
    ['whom a search finds', { search: '611' }, [ana, berta]],
    [
      'who said so within some days',
      { date_from: '2026-03-02', date_to: '2026-03-02' },
      [ana, carla],
    ],
  ])('takes back all of %s', async (_, filters, left) => {
    await world.invoke(removeUnsubscribedBulk, { select_all: true, ...filters });
    expect(await listed()).toEqual(left);
  });

  test('leaves out whom the caller leaves out, and whoever is blocked stays so', async () => {
    const { unsubscribed } = await world.invoke(getUnsubscribedList, {});
    const kept = unsubscribed.find(({ phone }) => phone === ana);
    await world.invoke(addToBlacklist, { phone: berta });

    const given = { select_all: true, exclude_ids: [kept?.id] };
    expect(await world.invoke(removeUnsubscribedBulk, given)).toEqual({ removed: 2 });

    expect(await listed()).toEqual([ana]);
    expect(await world.invoke(checkWhatsappOptout, { phone: berta })).toMatchObject({
      opted_out: true,
      kind: 'blacklist',
    });
  });

  test('is written down with who did it', async () => {
    await world.invoke(removeUnsubscribedBulk, { select_all: true });
    const { entries } = await world.invoke(listAudit, { action: 'remove_unsubscribed_bulk' });
    expect(entries).toMatchObject([{ outcome: 'done', actor: 'token 1 (test)' }]);
    const lifted = await world.db.selectFrom('suppression').select('lifted_by').execute();
    expect(new Set(lifted.map(({ lifted_by }) => lifted_by))).toEqual(new Set(['token 1 (test)']));
  });

  test.each([
    ['nothing', {}],
    ['both', { ids: [1], select_all: true }],
  ])('refuses %s', async (_, input) => {
    await expect(world.invoke(removeUnsubscribedBulk, input)).rejects.toThrow('either');
  });
});
