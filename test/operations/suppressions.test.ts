import { beforeEach, describe, expect, test } from 'vitest';
import { findContactByKey, findOrCreateContact } from '../../src/database/contacts.ts';
import { liftSuppression, openSuppression } from '../../src/database/suppressions.ts';
import { blockedBit } from '../../src/domain/suppression.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { bulkAddToBlacklist } from '../../src/operations/suppressions/bulk-blacklist.ts';
import { unsubscribeByLink } from '../../src/operations/suppressions/by-link.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { listBlacklist } from '../../src/operations/suppressions/list-blacklist.ts';
import { listWhatsappOptout } from '../../src/operations/suppressions/list-optout.ts';
import { removeFromBlacklist } from '../../src/operations/suppressions/remove-blacklist.ts';
import { removeWhatsappOptout } from '../../src/operations/suppressions/remove-optout.ts';
import { getUnsubscribedList } from '../../src/operations/suppressions/unsubscribed.ts';
import { updateWorkspace } from '../../src/operations/workspaces/update.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

const phone = '+34600000001';
const key = '34600000001';

describe('suppressions', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  const blocked = async () =>
    (await findContactByKey(world.db, world.caller.workspaceId, key))?.blocked;

  /** A message that is planned for the one contact, in a campaign that runs. */
  const planMessage = async (contactId: number) => {
    const workspace_id = world.caller.workspaceId;
    await world.db
      .insertInto('campaign')
      .values({
        id: 1,
        workspace_id,
        state: 'running',
        name: 'Spring',
        message_text: 'Hello',
        started_at: standingTime,
        created_by: 'test',
      })
      .execute();
    await world.db
      .insertInto('message')
      .values({
        workspace_id,
        campaign_id: 1,
        recipient_key: String(contactId),
        contact_id: contactId,
        address: phone,
        vars: {},
        due_at: standingTime,
        state: 'planned',
      })
      .execute();
  };
  const messages = () => world.db.selectFrom('message').select(['state', 'reason']).execute();

  test('each kind sets its own bit, and lifting one leaves the others', async () => {
    await world.invoke(saveContact, { phone });
    await world.invoke(addWhatsappOptout, { phone });
    await world.invoke(addToBlacklist, { phone });
    expect(await blocked()).toBe(blockedBit.whatsapp | blockedBit.blacklist);

    const answer = await world.invoke(removeWhatsappOptout, { phone });

    expect(answer).toEqual({ phone, removed: true, opted_out: true });
    expect(await blocked()).toBe(blockedBit.blacklist);
    expect(await world.invoke(removeFromBlacklist, { phone })).toEqual({ phone, removed: true });
    expect(await blocked()).toBe(0);
  });

  test('what is planned for the person is skipped when they say no', async () => {
    const { contact_id } = await world.invoke(saveContact, { phone });
    await planMessage(contact_id);

    await world.invoke(addWhatsappOptout, { phone: '+34 600 000 001' });

    expect(await messages()).toEqual([{ state: 'skipped', reason: 'opted_out' }]);
  });

  test('saying no twice, or taking back nothing, is no error', async () => {
    expect(await world.invoke(addToBlacklist, { phone })).toMatchObject({ added: true });
    expect(await world.invoke(addToBlacklist, { phone })).toMatchObject({ added: false });
    expect(await world.invoke(removeFromBlacklist, { phone })).toMatchObject({ removed: true });
    expect(await world.invoke(removeFromBlacklist, { phone })).toMatchObject({ removed: false });
    expect(await world.invoke(removeWhatsappOptout, { phone })).toEqual({
      phone,
      removed: false,
      opted_out: false,
    });
  });

  test('a no that was lifted can be said again, and history keeps both', async () => {
    for (let n = 0; n < 2; n++) {
      await world.invoke(addToBlacklist, { phone });
      await world.invoke(removeFromBlacklist, { phone });
    }

    const rows = await world.db.selectFrom('suppression').selectAll().execute();

    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ lifted_at: standingTime, lifted_by: 'token 1 (test)' });
  });

  test('a contact that is made later is blocked from the start', async () => {
    await world.invoke(addToBlacklist, { phone });

    const found = await world.db
      .transaction()
      .execute((trx) =>
        findOrCreateContact(trx, world.caller.workspaceId, { phone, key, name: 'Ana' }),
      );

    expect(found).toMatchObject({ name: 'Ana', blocked: blockedBit.blacklist });
  });

  test('a word lifts what a word did, but not what an operator decided', async () => {
    const { workspaceId } = world.caller;
    const at = standingTime;
    const lift = () =>
      world.db.transaction().execute((trx) =>
        liftSuppression(trx, {
          workspaceId,
          key,
          kind: 'whatsapp',
          by: 'the person',
          at,
          onlySources: ['word', 'button'],
        }),
      );
    await world.invoke(addWhatsappOptout, { phone });
    expect(await lift()).toBe(false);

    await world.invoke(removeWhatsappOptout, { phone });
    await world.db
      .transaction()
      .execute((trx) =>
        openSuppression(trx, { workspaceId, phone, key, kind: 'whatsapp', source: 'word', at }),
      );
    expect(await lift()).toBe(true);
  });

  test('the strongest no is the one that is told', async () => {
    expect(await world.invoke(checkWhatsappOptout, { phone })).toEqual({
      phone,
      opted_out: false,
    });

    const { contact_id } = await world.invoke(saveContact, { phone });
    const kinds = [];
    for (const say of [
      () => world.invoke(unsubscribeByLink, { contact_id }),
      () => world.invoke(addWhatsappOptout, { phone }),
      () => world.invoke(addToBlacklist, { phone }),
    ]) {
      await say();
      kinds.push((await world.invoke(checkWhatsappOptout, { phone })).kind);
    }

    expect(kinds).toEqual(['marketing', 'whatsapp', 'blacklist']);
    expect(await world.invoke(checkWhatsappOptout, { phone })).toEqual({
      phone,
      opted_out: true,
      kind: 'blacklist',
      source: 'api',
      since: standingTime.toISOString(),
    });
  });

  test('the link unsubscribes from campaigns, harmlessly again, and names the campaign it knows', async () => {
    const { contact_id } = await world.invoke(saveContact, { phone });
    await planMessage(contact_id);

    const click = { contact_id, campaign_id: 1 };
    expect(await world.invoke(unsubscribeByLink, click)).toEqual({ unsubscribed: true });
    expect(await world.invoke(unsubscribeByLink, click)).toEqual({ unsubscribed: true });

    expect(await messages()).toEqual([{ state: 'skipped', reason: 'unsubscribed' }]);
    const { unsubscribed } = await world.invoke(getUnsubscribedList, {});
    expect(unsubscribed).toMatchObject([
      { phone, kind: 'marketing', source: 'link', campaign_id: 1, contact_id },
    ]);
  });

  test('whoever clicks the link of a campaign that is gone is heard all the same', async () => {
    const { contact_id } = await world.invoke(saveContact, { phone });

    await world.invoke(unsubscribeByLink, { contact_id, campaign_id: 77 });

    const { unsubscribed } = await world.invoke(getUnsubscribedList, {});
    expect(unsubscribed).toMatchObject([{ phone, campaign_id: null }]);
  });

  test('many are blocked at once, each once, and the unreadable are named', async () => {
    const { contact_id } = await world.invoke(saveContact, { phone });
    await planMessage(contact_id);
    await world.invoke(addToBlacklist, { phone: '+34600000003' });

    const answer = await world.invoke(bulkAddToBlacklist, {
      phones: [phone, '+34600000002', '+34600000003', '+34 600 000 002', 'Ana'],
      reason: 'Asked by letter',
    });

    expect(answer).toMatchObject({ added: 2, already_blocked: 1, duplicates: 1 });
    expect(answer.invalid).toMatchObject([{ index: 4, phone: 'Ana' }]);
    expect(await blocked()).toBe(blockedBit.blacklist);
    expect(await messages()).toEqual([{ state: 'skipped', reason: 'blacklisted' }]);
    const list = await world.invoke(listBlacklist, {});
    expect(list.total).toBe(3);
    expect(list.blocked.map(({ reason }) => reason)).toContain('Asked by letter');
  });

  test('each list shows its own kind and can be searched by number', async () => {
    await world.invoke(addToBlacklist, { phone: '+34600000002', reason: 'Rude' });
    await world.invoke(addWhatsappOptout, { phone, reason: 'Told us' });

    const optouts = await world.invoke(listWhatsappOptout, {});
    expect(optouts.opted_out).toMatchObject([
      { phone, kind: 'whatsapp', source: 'api', reason: 'Told us', contact_id: null },
    ]);
    expect((await world.invoke(listBlacklist, { search: '0 002' })).total).toBe(1);
    expect((await world.invoke(listBlacklist, { search: '0 001' })).total).toBe(0);
    expect((await world.invoke(listBlacklist, { search: 'rude' })).total).toBe(0);
  });

  test('days of the unsubscribed list are days on the clocks of the workspace', async () => {
    await world.invoke(updateWorkspace, { timezone: 'Pacific/Kiritimati' });
    const { contact_id } = await world.invoke(saveContact, { phone });
    await world.invoke(unsubscribeByLink, { contact_id });

    const totalOf = async (days: object) => (await world.invoke(getUnsubscribedList, days)).total;

    // 10:00 UTC on the first is past midnight of the second on that island.
    expect(await totalOf({ date_from: '2026-03-02' })).toBe(1);
    expect(await totalOf({ date_from: '2026-03-02', date_to: '2026-03-02' })).toBe(1);
    expect(await totalOf({ date_to: '2026-03-01' })).toBe(0);
    expect(await totalOf({ date_from: '2026-03-03' })).toBe(0);
  });

  test('an operator who decides is noted as such', async () => {
    const caller = {
      ...world.caller,
      actor: { kind: 'operator', id: 1, name: 'Ana', telegramUserId: 5 } as const,
    };

    await invoke(caller, addToBlacklist, { phone });

    expect((await world.invoke(listBlacklist, {})).blocked[0]?.source).toBe('operator');
  });

  test.each([
    ['a number without its plus', addToBlacklist, { phone: '600000001' }],
    ['a reason longer than 500 characters', addToBlacklist, { phone, reason: 'x'.repeat(501) }],
    ['no number', addWhatsappOptout, {}],
    ['a number with words in it', checkWhatsappOptout, { phone: '+34 six hundred' }],
    ['no numbers', bulkAddToBlacklist, { phones: [] }],
    ['a day that is none', getUnsubscribedList, { date_from: '2026-02-30' }],
    ['a page before the first', listBlacklist, { page: 0 }],
  ])('%s is refused', async (_, operation, input) => {
    await expect(world.invoke<unknown, unknown>(operation, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('a no and a new contact at the same moment', () => {
  test('never miss each other', async () => {
    const world = await createWorld();
    const { workspaceId } = world.caller;

    for (let n = 10; n < 30; n++) {
      const person = { phone: `+346000000${n}`, key: `346000000${n}` };
      const [, made] = await Promise.all([
        world.invoke(addToBlacklist, { phone: person.phone }),
        world.db.transaction().execute((trx) => findOrCreateContact(trx, workspaceId, person)),
      ]);

      const contact = await findContactByKey(world.db, workspaceId, person.key);
      expect(contact).toMatchObject({ id: made.id, blocked: blockedBit.blacklist });
    }
  });
});
