import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type KnownFact, move } from '../../src/database/move.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import { Recorder } from '../../src/dispatch/recorder.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createWorld, type World } from '../support/world.ts';

/*
 * Scenarios about what people and bridges tell, each under its name in test/faults/README.md.
 */

const ana = '+34600000001';
const berta = '+34600000002';
const crowd = Array.from({ length: 24 }, (_, i) => `+346000004${String(i).padStart(2, '0')}`);
const at = '2026-03-01T10:00:01.000Z';

describe('a person who says stop', () => {
  test('C4: twice, in a webhook that is repeated and read by two, is confirmed once', async () => {
    const world = await createWorld();
    await world.campaign('running', [ana]);
    await world.dispatchAll();
    const stops = ['a', 'b', 'c'].map((id) => says(id, ana, 'STOP'));

    await Promise.all([world.hear(...stops), world.hear(...stops), inboxTurn(world.house)]);
    await inboxTurn(world.house);
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([ana, ana]);
  });

  test('C4: and start, and stop again, is confirmed each time and stays stopped', async () => {
    const world = await createWorld();
    for (const [id, text] of ['STOP', 'START', 'STOP', 'STOP'].entries()) {
      await world.hear(says(`word ${id}`, ana, text));
      await world.dispatchAll();
    }
    expect(world.bridge.sentTo).toHaveLength(3);
    expect(await world.invoke(checkWhatsappOptout, { phone: ana })).toMatchObject({
      opted_out: true,
    });
  });

  test('C5: behind thousands of statuses is heard in the next turn, before nearly all of them', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta]);
    const statuses = Array.from({ length: 3000 }, (_, i) => status(`${i}`, spring, 9));

    await world.hear(...statuses, says('stop', ana, 'STOP'));

    expect(await world.ledger(spring)).toEqual({ [ana]: 'skipped: opted_out', [berta]: 'planned' });
    const { n } = await world.db
      .selectFrom('event')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('state', '=', 'new')
      .executeTakeFirstOrThrow();
    expect(n).toBeGreaterThanOrEqual(2000);
  });

  test('C6: or was blocked in bulk, is skipped when the window opens, and counted', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana, berta]);
    // As an import of a blacklist would leave it: the bit is set, the planned row is not touched.
    await sql`update contact set blocked = 4 where phone = ${ana}`.execute(world.db);

    await world.dispatchAll();
    await world.reconcile();

    expect(world.bridge.sentTo).toEqual([berta]);
    expect(await world.ledger(campaign_id)).toMatchObject({ [ana]: 'skipped: blacklisted' });
    const { counts, status: state } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ planned: 2, sent: 1, skipped: 1 });
    expect(state).toBe('completed');
  });
});

describe('two robots', () => {
  test('C8: that answer each other stop after one answer a campaign, and three a day', async () => {
    const world = await createWorld();
    for (let i = 0; i < 6; i += 1) {
      world.pass(60_000);
      await world.campaign('running', [ana]);
      await world.dispatchAll();
      for (let j = 0; j < 5; j += 1) {
        await world.hear(says(`${i} ${j}`, ana, `Thank you for your message ${i} ${j}`));
        await world.dispatchAll();
      }
    }
    const replies = await world.db
      .selectFrom('message')
      .select('id')
      .where('purpose', '=', 'reply')
      .execute();
    expect(replies).toHaveLength(3);
  });

  test('C8: of which none has a campaign are answered once a day', async () => {
    const world = await createWorld();
    for (let i = 0; i < 10; i += 1) await world.hear(says(`${i}`, ana, `Hello ${i}`));
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([ana]);
  });
});

describe('the ledger', () => {
  test('D1: takes a batch of results twice, or in halves, and counts it once', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', crowd);
    const facts = await factsOf(world, campaign_id);
    const record = (some: readonly KnownFact[]) =>
      world.db.transaction().execute((trx) => move(trx, some));

    await record(facts);
    await record(facts.slice(0, 10));
    await Promise.all([record(facts), record([...facts].reverse())]);

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ planned: crowd.length, sent: crowd.length });
    expect(await countsThatDiffer(world)).toEqual([]);
  });

  test('D2: a message that was accepted and told "not now" later is due again, as a new attempt', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    await world.dispatchAll();

    await world.hear({
      ...status('late', spring, 1),
      status: 'failed',
      error: { code: 'rate_limited', text: 'Too many' },
    });

    expect(await world.ledger(spring)).toEqual({ [ana]: 'planned: slow_down' });
    world.pass(60_000);
    await world.dispatchAll();
    expect(world.bridge.sent.map(({ token }) => token)).toEqual([`${spring}.1.1`, `${spring}.2.1`]);
    expect(await world.ledger(spring)).toEqual({ [ana]: 'accepted' });
  });

  test('D4: survives results, receipts, stops and starts that come at once, in any order', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', crowd);
    const summer = await world.campaign('running', [...crowd].reverse());
    const { time } = world.process();
    const recorders = [1, 2, 3].map(() => new Recorder(world.db, time, world.house.log));
    const results = [...(await factsOf(world, spring)), ...(await factsOf(world, summer))];
    const stops = crowd.map((from, i) => says(`stop ${i}`, from, i % 2 ? 'STOP' : 'Hello'));
    const receipts = [spring, summer].flatMap((id) =>
      crowd.map((_, i) => ({ ...status(`${id} ${i}`, id, i + 1), status: 'delivered' })),
    );

    recorders.forEach((recorder, i) => {
      for (const fact of i % 2 ? results : [...results].reverse()) recorder.add(fact);
    });
    await Promise.all([
      world.hear(...receipts, ...stops),
      ...[1, 2, 3].map(() => readAll(world)),
      ...recorders.map((recorder) => recorder.idle()),
    ]);
    // Whoever had to give way in a deadlock tries again a little later.
    world.pass(60_000);
    await readAll(world);

    expect(await countsThatDiffer(world)).toEqual([]);
    const states = await world.db.selectFrom('event').select('state').distinct().execute();
    expect(states).toEqual([{ state: 'done' }]);
    const lost = Object.values(await world.ledger(spring)).filter((state) => state === 'planned');
    expect(lost).toEqual([]);
  });
});

async function readAll({ house }: World): Promise<void> {
  while ((await inboxTurn(house)).read > 0);
}

/** That every message of a campaign was accepted. */
async function factsOf({ db, house }: World, campaignId: number): Promise<KnownFact[]> {
  const rows = await db
    .selectFrom('message')
    .select('recipient_key')
    .where('campaign_id', '=', campaignId)
    .orderBy('recipient_key')
    .execute();
  return rows.map(({ recipient_key: recipientKey }) => ({
    workspaceId: 1,
    campaignId,
    recipientKey,
    fact: {
      kind: 'accepted',
      attempt: 1,
      providerId: `${campaignId} ${recipientKey}`,
      at: house.clock(),
    },
  }));
}

async function countsThatDiffer({ db }: World): Promise<unknown[]> {
  const { rows } = await sql`
    select campaign_id, state, sum(n) as n from (
      select campaign_id, state, count(*) as n from message group by campaign_id, state
      union all
      select campaign_id, state, -sum(n) from campaign_count where state <> 'replied' group by campaign_id, state
    ) both_sides group by campaign_id, state having sum(n) <> 0`.execute(db);
  return rows;
}

/** What the bridge says of one person's message. */
function status(id: string, campaignId: number, recipient: number) {
  const token = `${campaignId}.1.${recipient}`;
  return { id, type: 'status', message_id: `prov ${id}`, token, status: 'sent', at };
}

function says(id: string, from: string, text: string) {
  return { id: `event ${id}`, type: 'message', message_id: `in ${id}`, from, text, at };
}
