import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { move } from '../../src/database/move.ts';
import { findWork } from '../../src/database/work.ts';
import { OwnedNumber } from '../../src/dispatch/number.ts';
import { planTurn } from '../../src/dispatch/planner.ts';
import { Recorder } from '../../src/dispatch/recorder.ts';
import { cancelCampaign } from '../../src/operations/campaigns/cancel.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { createWorld, type World } from '../support/world.ts';

/*
 * Scenarios that break simpler engines, each under its name in test/faults/README.md. What needs
 * processes that die is in test/faults.
 */

const ana = '+34600000001';
const berta = '+34600000002';
const carla = '+34600000003';
const crowd = Array.from({ length: 40 }, (_, i) => `+346000003${String(i).padStart(2, '0')}`);

describe('nobody is lost, and nobody is messaged twice', () => {
  test('A1: two planners at once leave nobody behind and plan nobody twice', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', crowd);
    await world.db.deleteFrom('message').execute();
    await world.db.deleteFrom('campaign_count').execute();
    await world.db.updateTable('campaign').set({ plan_after: 0, planned_at: null }).execute();

    await Promise.all(Array.from({ length: 6 }, () => planTurn(world.house)));
    await world.plan();
    await world.dispatchAll();

    expect([...world.bridge.sentTo].sort()).toEqual(crowd);
    const { counts } = await world.invoke(getCampaign, { campaign_id: spring });
    expect(counts).toMatchObject({ planned: 40, sent: 40 });
  });

  test('A11: what is in doubt stays with its number when others take over the rest', async () => {
    const world = await createWorld();
    await world.invoke(connectWhatsapp, { label: 'Second' });
    const spring = await world.campaign('running', [ana, berta], { session_ids: [1, 2] });
    await world.db.updateTable('message').set({ sender_id: 1 }).execute();
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    await world.dispatchTurn({ max: 1 });
    await stopNumber(world, 1);

    await world.expireLeases();
    await world.reconcile();
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([ana, berta]);
    expect(await world.ledger(spring)).toEqual({
      [ana]: 'unknown: no_answer',
      [berta]: 'accepted',
    });
    const rows = await world.db.selectFrom('message').select(['address', 'sender_id']).execute();
    expect(rows).toContainEqual({ address: ana, sender_id: 1 });
    expect(rows).toContainEqual({ address: berta, sender_id: 2 });
  });

  test('A12: a receipt of an earlier attempt cancels the attempt that was planned after it', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    await world.dispatchAll();
    await world.hear(status('failed', { error: { code: 'transient', text: 'Busy' } }));
    await move1(world, spring, { kind: 'retried', dueAt: new Date('2027-01-01') });
    expect(await world.ledger(spring)).toEqual({ [ana]: 'planned' });

    await world.hear(status('delivered', {}));

    expect(await world.ledger(spring)).toEqual({ [ana]: 'delivered' });
    const row = await world.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
    expect(row.attempt).toBe(1);
  });

  test('A15: a campaign that is cancelled while it is planned is left with nobody planned', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', crowd);
    await world.db.updateTable('campaign').set({ planned_at: null, plan_after: 0 }).execute();
    await world.db.deleteFrom('message').execute();
    await world.db.deleteFrom('campaign_count').execute();

    await Promise.all([
      planTurn(world.house),
      world.invoke(cancelCampaign, { campaign_id: spring }),
      planTurn(world.house),
    ]);
    await world.plan();
    await world.reconcile();
    await world.dispatchAll();

    const { counts, waiting } = await world.invoke(getCampaign, { campaign_id: spring });
    expect(waiting).toBe(0);
    expect(counts.skipped).toBe(counts.planned);
    expect(world.bridge.sentTo).toEqual([]);
  });
});

describe('no limit is exceeded', () => {
  test('B1: a new owner starts where the pace of the old one ends, without credit', async () => {
    const world = await createWorld();
    await world.campaign('running', [ana, berta], { send_interval_seconds: 30 });
    await world.dispatchTurn();
    await world.expireLeases();

    const heir = world.process();
    await heir.dispatcher.turn();
    heir.time.passMs(25_000);
    await heir.dispatcher.turn();
    expect(world.bridge.sentTo).toEqual([ana]);

    heir.time.passMs(6_000);
    await world.expireLeases();
    // What the database's clock does not say, the test does: half a minute has passed there, too.
    await sql`update sender_lease set next_at = clock_timestamp()`.execute(world.db);
    await heir.dispatcher.turn();
    expect(world.bridge.sentTo).toEqual([ana, berta]);
  });

  test('B1: a window beside one that is leaving does not shorten what the next owner waits', async () => {
    const world = await createWorld();
    await world.campaign('running', [ana], { send_interval_seconds: 30 });
    await world.campaign('running', crowd);
    connectSlowly(world);
    const { number, recorded } = await timedNumber(world);

    await number.turn();
    await recorded();

    const { rows } = await sql<{ s: number }>`
      select extract(epoch from next_at - clock_timestamp())::double precision as s from sender_lease
      `.execute(world.db);
    expect(rows[0]?.s).toBeGreaterThan(20);
  });

  test('B3: a lease far in the future, as of a clock that was set back, is no lease', async () => {
    const world = await createWorld();
    await world.campaign('running', [ana, berta]);
    await world.dispatchTurn({ max: 1 });
    await sql`update sender_lease set expires_at = clock_timestamp() + interval '1 hour'`.execute(
      world.db,
    );

    await world.process().dispatcher.turn();

    expect(world.bridge.sentTo).toEqual([ana, berta]);
  });

  test('B3: a clock that steps forward ends all leases at once, and nobody is messaged twice', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', crowd);
    const other = world.process();
    for (let i = 0; i < 20; i += 1) {
      await Promise.all([world.dispatchTurn({ max: 3 }), other.dispatcher.turn({ max: 3 })]);
      await world.expireLeases();
    }
    await world.dispatchAll();

    expect(new Set(world.bridge.sentTo).size).toBe(world.bridge.sentTo.length);
    const states = new Set(Object.values(await world.ledger(spring)));
    expect(states).toEqual(new Set(['accepted']));
  });

  test('B3: what a machine held that was suspended is given back, though its monotonic clock stood still', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta, carla]);
    world.whileItWaits(async () => world.pass(60_000));

    await world.dispatchTurn();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(await world.ledger(spring)).toMatchObject({ [berta]: 'planned', [carla]: 'planned' });
  });

  test('B9: nothing is opened that the campaign’s interval does not let out soon', async () => {
    const world = await createWorld();
    await world.campaign('running', crowd, { send_interval_seconds: 30 });
    connectSlowly(world);
    const { number, recorded } = await timedNumber(world);

    await number.turn();
    const { waitMs } = await number.turn();

    expect(world.bridge.sentTo).toHaveLength(1);
    await recorded();
    expect(await world.db.selectFrom('in_flight').selectAll().execute()).toEqual([]);
    expect(waitMs).toBeGreaterThan(1000);
  });

  test('B9: a campaign with an interval holds up no other campaign on its number', async () => {
    const world = await createWorld();
    await world.campaign('running', crowd.slice(0, 3), { send_interval_seconds: 30 });
    await world.campaign('running', crowd.slice(3));
    connectSlowly(world);
    const { number, passedMs, recorded } = await timedNumber(world);

    for (let i = 0; i < 20; i += 1) await number.turn();
    await recorded();

    expect(world.bridge.sentTo).toHaveLength(1 + crowd.length - 3);
    expect(passedMs()).toBeLessThan(5_000);
  });
});

describe('several campaigns, several numbers', () => {
  test('E1: a small campaign is not starved by a large one, and a reply goes before both', async () => {
    const world = await createWorld();
    await world.campaign('running', crowd);
    await world.campaign('running', [ana, berta]);
    await world.hear({ ...message(carla, 'Hello?') });

    for (let i = 0; i < 3; i += 1) await world.dispatchTurn({ max: 3 });

    expect(world.bridge.sentTo[0]).toBe(carla);
    expect(world.bridge.sentTo.slice(0, 6)).toEqual(expect.arrayContaining([ana, berta]));
  });

  test('E2: what a paused campaign holds is not even looked at', async () => {
    const world = await createWorld();
    const winter = await world.campaign('running', crowd);
    await world.invoke(pauseCampaign, { campaign_id: winter });
    await world.campaign('running', [ana]);

    const [work, ...others] = await findWork(world.db, world.house.clock());

    expect(others).toEqual([]);
    expect(work?.campaigns.map(({ campaignId }) => campaignId)).toEqual([winter + 1]);
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([ana]);
  });

  test('E5: a process that hears nothing notices a pause when it opens the next window', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', crowd);
    // Only the world's own process listens.
    const deaf = world.process();
    await deaf.dispatcher.turn({ max: 3 });

    await world.invoke(pauseCampaign, { campaign_id });
    for (let i = 0; i < 5; i += 1) await deaf.dispatcher.turn({ max: 3 });

    expect(world.bridge.sentTo).toHaveLength(3);
    expect(await world.db.selectFrom('in_flight').selectAll().execute()).toEqual([]);
  });
});

async function stopNumber({ db }: World, id: number): Promise<void> {
  await db.updateTable('sender').set({ status: 'disconnected' }).where('id', '=', id).execute();
}

type Fact = Parameters<typeof move>[1][number]['fact'];

/** Something becomes known about the first person's message. */
async function move1({ db }: World, campaignId: number, fact: Fact): Promise<void> {
  const key = { workspaceId: 1, campaignId, recipientKey: '1' };
  await db.transaction().execute((trx) => move(trx, [{ ...key, fact }]));
}

/** The gate is asked once there is a connection, and by then the next window is being opened. */
function connectSlowly({ bridge, db }: World): void {
  const { send } = bridge;
  bridge.send = async (...message) => {
    await sql`select`.execute(db);
    await new Promise(setImmediate);
    return send(...message);
  };
}

/** A number in the hands of a process whose time passes when it sleeps. */
async function timedNumber(world: World) {
  const [work] = await findWork(world.db, world.house.clock());
  if (!work) throw new Error('nothing is due');
  const { hearsay, time } = world.process();
  const recorder = new Recorder(world.db, time, world.house.log);
  const tools = { house: world.house, owner: randomUUID(), time, recorder, hearsay };
  const number = new OwnedNumber(work, tools);
  return {
    number,
    passedMs: () => time.nowMs(),
    async recorded() {
      await number.settled();
      await recorder.idle();
    },
  };
}

/** What the bridge says of the first person's first attempt, by its own id. */
function status(what: string, more: object) {
  const at = '2026-03-01T10:00:01.000Z';
  return { id: `status ${what}`, type: 'status', message_id: 'prov-1', status: what, at, ...more };
}

function message(from: string, text: string) {
  const at = '2026-03-01T10:00:01.000Z';
  return { id: 'event', type: 'message', message_id: 'in', from, text, at };
}
