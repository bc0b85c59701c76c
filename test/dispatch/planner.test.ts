import { describe, expect, test } from 'vitest';
import { move } from '../../src/database/move.ts';
import { scheduleTurn } from '../../src/dispatch/scheduler.ts';
import { cancelCampaign } from '../../src/operations/campaigns/cancel.ts';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { createWorld } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';
const carla = '+34600000003';

describe('the planner', () => {
  test('gives everyone on the list exactly one row, in pages, and says why somebody is left out', async () => {
    const world = await createWorld();
    await world.invoke(addToBlacklist, { phone: berta, reason: 'a complaint' });

    const spring = await world.campaign('running', [ana, berta, carla]);

    expect(await world.ledger(spring)).toEqual({
      [ana]: 'planned',
      [berta]: 'skipped: blacklisted',
      [carla]: 'planned',
    });
  });

  test('skips whoever has no value for a variable without a default', async () => {
    const world = await createWorld();
    const text = { message_text: 'Hi {name}, use {code} or {gift|a smile}' };
    const spring = await world.campaign('running', [ana], text);
    expect(await world.ledger(spring)).toEqual({ [ana]: 'skipped: missing_variable' });
  });

  test('takes several pages for a long list, and counts what it planned', async () => {
    const world = await createWorld();
    const people = Array.from({ length: 12_001 }, (_, i) => ({
      workspace_id: 1,
      phone_key: `34${600_000_000 + i}`,
      phone: `+34${600_000_000 + i}`,
      phone_typed: '',
      attributes: {},
    }));
    for (let i = 0; i < people.length; i += 4000) {
      await world.db
        .insertInto('contact')
        .values(people.slice(i, i + 4000))
        .execute();
    }
    const campaign_id = await world.campaign('draft', [ana]);
    await world.db
      .insertInto('contact_list_member')
      .columns(['workspace_id', 'list_id', 'contact_id'])
      .expression((eb) =>
        eb
          .selectFrom('contact')
          .select([eb.lit(1).as('workspace_id'), eb.lit(1).as('list_id'), 'id'])
          .where('phone', '<>', ana),
      )
      .execute();
    await world.db
      .updateTable('campaign')
      .set({ state: 'running', started_at: new Date(), message_text: 'Hello', session_ids: [1] })
      .where('id', '=', campaign_id)
      .execute();

    await world.plan();

    const { counts, is_planned } = await world.invoke(getCampaign, { campaign_id });
    expect(is_planned).toBe(true);
    expect(counts.planned).toBe(12_001);
  });

  test('passes over whoever has a message of the campaign already, should its cursor be wrong', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta]);
    await world.dispatchTurn({ max: 1 });
    await world.invoke(addContactsToList, {
      list_id: 1,
      contacts: [{ phone: carla, name: 'Carla' }],
    });
    await world.db
      .updateTable('campaign')
      .set({ plan_after: 0, planned_at: null })
      .where('id', '=', spring)
      .execute();

    await world.plan();
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([ana, berta, carla]);
    const { counts } = await world.invoke(getCampaign, { campaign_id: spring });
    expect(counts).toMatchObject({ planned: 3, sent: 3 });
  });

  test('leaves a paused campaign alone', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana]);
    await world.invoke(startCampaign, { campaign_id });
    await world.invoke(pauseCampaign, { campaign_id });
    await world.plan();
    expect(await world.ledger(campaign_id)).toEqual({});
  });

  test('shares a campaign between several numbers, each person with one of them', async () => {
    const world = await createWorld();
    await world.invoke(connectWhatsapp, { label: 'Second' });
    const phones = Array.from({ length: 40 }, (_, i) => `+346000001${String(i).padStart(2, '0')}`);
    const campaign_id = await world.campaign('running', phones, { session_ids: [1, 2] });

    await world.dispatchAll();

    expect([...world.bridge.sentTo].sort()).toEqual(phones);
    const bySender = await world.db
      .selectFrom('message')
      .select(({ fn }) => ['sender_id', fn.countAll<number>().as('n')])
      .groupBy('sender_id')
      .execute();
    expect(bySender).toHaveLength(2);
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ planned: 40, sent: 40 });
  });
});

describe('a number that fails', () => {
  test('hands what it had planned to the other numbers of the campaign', async () => {
    const world = await createWorld();
    await world.invoke(connectWhatsapp, { label: 'Second' });
    const phones = Array.from({ length: 30 }, (_, i) => `+346000001${String(i).padStart(2, '0')}`);
    const campaign_id = await world.campaign('running', phones, { session_ids: [1, 2] });
    await world.dispatchTurn();
    await world.db
      .updateTable('message')
      .set({ sender_id: 1 })
      .where('state', '=', 'planned')
      .execute();
    await world.db
      .updateTable('sender')
      .set({ status: 'disconnected' })
      .where('id', '=', 1)
      .execute();

    await world.expireLeases();
    const { freed } = await world.reconcile();
    await world.dispatchAll();

    expect(freed).toBeGreaterThan(0);
    expect([...world.bridge.sentTo].sort()).toEqual(phones);
    expect((await world.invoke(getCampaign, { campaign_id })).counts.sent).toBe(30);
  });
});

describe('one person on two campaigns', () => {
  test('gets the second message some seconds after the first, where the bridge asks for it', async () => {
    const world = await createWorld();
    world.bridge.personIntervalMs = 6000;
    const spring = await world.campaign('running', [ana, berta]);
    const summer = await world.campaign('running', [ana]);

    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([ana, berta]);
    expect(await world.ledger(summer)).toEqual({ [ana]: 'planned' });

    world.pass(8000);
    world.freeze(8000);
    await world.expireLeases();
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([ana, berta, ana]);
    expect(await world.ledger(spring)).toEqual({ [ana]: 'accepted', [berta]: 'accepted' });
  });

  test('gets it as late from a new owner, who has to ask the ledger', async () => {
    const world = await createWorld();
    world.bridge.personIntervalMs = 6000;
    await world.campaign('running', [ana]);
    await world.dispatchAll();
    const summer = await world.campaign('running', [ana]);

    await world.expireLeases();
    await world.process().dispatcher.turn();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(await world.ledger(summer)).toEqual({ [ana]: 'planned' });
  });
});

describe('the scheduler', () => {
  test('starts a campaign when its time has come, and only then', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana], {
      scheduled_at: '2026-03-01T10:05:00',
    });

    expect(await scheduleTurn(world.house)).toEqual({ started: 0 });
    world.pass(5 * 60_000);
    expect(await scheduleTurn(world.house)).toEqual({ started: 1 });
    expect(await scheduleTurn(world.house)).toEqual({ started: 0 });

    const { status } = await world.invoke(getCampaign, { campaign_id });
    expect(status).toBe('running');
  });

  test('starts what it missed while it was away', async () => {
    const world = await createWorld();
    await world.campaign('draft', [ana], { scheduled_at: '2026-03-01T10:05:00' });
    world.pass(3 * 24 * 3_600_000);
    expect(await scheduleTurn(world.house)).toEqual({ started: 1 });
  });

  test('takes what cannot start back to draft, with the reason', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana], {
      scheduled_at: '2026-03-01T10:05:00',
    });
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();
    world.pass(5 * 60_000);
    await scheduleTurn(world.house);

    const { status, status_reason } = await world.invoke(getCampaign, { campaign_id });
    expect(status).toBe('draft');
    expect(status_reason).toContain('No connected number');
  });

  test('of two at once, one starts it', async () => {
    const world = await createWorld();
    await world.campaign('draft', [ana], { scheduled_at: '2026-03-01T10:05:00' });
    world.pass(5 * 60_000);
    const turns = await Promise.all([scheduleTurn(world.house), scheduleTurn(world.house)]);
    expect(turns.map(({ started }) => started).sort()).toEqual([0, 1]);
  });
});

describe('the reconciler', () => {
  test('completes a campaign once nothing is left of it', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    expect(await world.reconcile()).toMatchObject({ completed: 0 });
    await world.dispatchAll();
    expect(await world.reconcile()).toMatchObject({ completed: 1 });
    const { status, finished_at } = await world.invoke(getCampaign, { campaign_id });
    expect(status).toBe('completed');
    expect(finished_at).not.toBeNull();
  });

  test('skips what a cancelled campaign had planned', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana, berta]);
    await world.dispatchTurn({ max: 1 });
    await world.invoke(cancelCampaign, { campaign_id });

    await world.dispatchAll();
    await world.reconcile();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(await world.ledger(campaign_id)).toEqual({
      [ana]: 'accepted',
      [berta]: 'skipped: cancelled',
    });
  });

  test('takes a doubt of long ago for sent, as the campaign says, and keeps it as a doubt', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    await world.dispatchAll();
    expect(await world.reconcile()).toMatchObject({ assumed: 0 });

    world.pass(16 * 60_000);
    expect(await world.reconcile()).toMatchObject({ assumed: 1 });

    const row = await world.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'unknown', settled_as: 'assumed' });
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts.unknown).toBe(1);
  });

  test('opens a completed campaign again when something turns out not to have been sent', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    await world.dispatchAll();
    await world.reconcile();

    await world.db.transaction().execute((trx) =>
      move(trx, [
        {
          workspaceId: 1,
          campaignId: campaign_id,
          recipientKey: '1',
          fact: { kind: 'not_written', attempt: 1 },
        },
      ]),
    );
    expect((await world.invoke(getCampaign, { campaign_id })).status).toBe('running');

    await world.dispatchAll();
    await world.reconcile();
    const { status, counts } = await world.invoke(getCampaign, { campaign_id });
    expect(status).toBe('completed');
    expect(counts).toMatchObject({ planned: 1, sent: 1, unknown: 0 });
  });
});

describe('a campaign', () => {
  test('is refused for a list of another workspace', async () => {
    const world = await createWorld();
    await world.campaign('draft', [ana]);
    const stranger = await world.stranger();
    const written = { name: 'Theirs', message_text: 'Hi', list_id: 1 };
    await expect(invoke(stranger, createCampaign, written)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
