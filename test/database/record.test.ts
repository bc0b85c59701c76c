import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { KnownFact } from '../../src/database/move.ts';
import { record } from '../../src/database/record.ts';
import type { Fact } from '../../src/domain/message.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';
const carla = '+34600000003';
const at = new Date('2026-03-01T10:00:05.123Z');

describe('a batch of accepted answers', () => {
  test('is written once, however often it is repeated', async () => {
    const { world, campaignId, tell } = await createOpenWindow([ana, berta, carla]);
    const facts = await tell(accepted);

    await record(world.db, facts);
    await record(world.db, [...facts].reverse());

    expect(Object.values(await world.ledger(campaignId))).toEqual(Array(3).fill('accepted'));
    expect(await countsOf(world, campaignId)).toEqual({ accepted: 3 });
    expect(await inFlight(world)).toBe(0);
    expect(await rowOf(world, berta)).toMatchObject({
      provider_id: `id of ${berta}`,
      accepted_at: at,
    });
  });

  test('leaves alone what a receipt has moved already, and keeps its id', async () => {
    const { world, campaignId, tell } = await createOpenWindow([ana, berta]);
    const [receipt] = await tell(() => ({ kind: 'delivered', attempt: 1, at }));
    if (receipt) await record(world.db, [receipt]);

    await record(world.db, await tell(accepted));

    expect(await world.ledger(campaignId)).toEqual({ [ana]: 'delivered', [berta]: 'accepted' });
    expect(await countsOf(world, campaignId)).toEqual({ accepted: 1, delivered: 1 });
    expect(await rowOf(world, ana)).toMatchObject({ provider_id: `id of ${ana}`, accepted_at: at });
    expect(await inFlight(world)).toBe(0);
  });

  test('settles what was in doubt', async () => {
    const { world, campaignId, tell } = await createOpenWindow([ana, berta]);
    const failure = { reason: 'interrupted' };
    await record(world.db, await tell(() => ({ kind: 'unclear', attempt: 1, failure, at })));

    await record(world.db, await tell(accepted));

    expect(Object.values(await world.ledger(campaignId))).toEqual(['accepted', 'accepted']);
    expect(await countsOf(world, campaignId)).toEqual({ accepted: 2 });
  });

  test('may be mixed with refusals, and with a second answer about the same person', async () => {
    const { world, campaignId, tell } = await createOpenWindow([ana, berta, carla]);
    const [first, second, third] = await tell(accepted);
    if (!first || !second || !third) throw new Error('three people were told of');
    const failure = { reason: 'recipient_permanent', code: '131026' };

    await record(world.db, [
      { ...first, fact: { kind: 'failed', attempt: 1, failure, at } },
      second,
      third,
      { ...third, fact: { kind: 'sent', attempt: 1, at } },
    ]);

    expect(await world.ledger(campaignId)).toEqual({
      [ana]: 'failed: recipient_permanent',
      [berta]: 'accepted',
      [carla]: 'sent',
    });
    expect(await countsOf(world, campaignId)).toEqual({ failed: 1, accepted: 1, sent: 1 });
    expect(await inFlight(world)).toBe(0);
  });

  test('of an attempt that is over cancels the next one, which was planned and is not in flight', async () => {
    const { world, campaignId, tell } = await createOpenWindow([ana]);
    const failure = { reason: 'transient' };
    await record(
      world.db,
      await tell(() => ({ kind: 'deferred', attempt: 1, failure, dueAt: at })),
    );
    expect(await rowOf(world, ana)).toMatchObject({ state: 'planned', attempt: 2 });

    await record(world.db, await tell(accepted));

    expect(await rowOf(world, ana)).toMatchObject({ state: 'accepted', attempt: 1, reason: null });
    expect(await countsOf(world, campaignId)).toEqual({ accepted: 1 });
  });

  test('waits for another batch about the same people, whatever order that is in', async () => {
    const phones = Array.from({ length: 200 }, (_, i) => `+34600${String(i).padStart(6, '0')}`);
    const { world, campaignId, tell } = await createOpenWindow(phones);
    const facts = await tell(accepted);
    const receipts = await tell(() => ({ kind: 'sent', attempt: 1, at }));

    await Promise.all([
      record(world.db, facts),
      record(world.db, receipts.reverse()),
      record(world.db, [...facts].reverse()),
    ]);

    expect(await countsOf(world, campaignId)).toEqual({ sent: phones.length });
    expect(await inFlight(world)).toBe(0);
  });
});

function accepted(phone: string): Fact {
  return { kind: 'accepted', attempt: 1, providerId: `id of ${phone}`, at };
}

/** Everybody is in flight and nobody has answered; `tell` makes the same fact about each of them. */
async function createOpenWindow(phones: readonly string[]) {
  const world = await createWorld();
  const campaignId = await world.campaign('running', phones);
  await sql`
    insert into in_flight (workspace_id, campaign_id, recipient_key, attempt, sender_id, epoch, window_id, opened_at)
    select workspace_id, campaign_id, recipient_key, attempt, sender_id, 1, gen_random_uuid(), now() from message`.execute(
    world.db,
  );
  const rows = await world.db
    .selectFrom('message')
    .select(['workspace_id', 'campaign_id', 'recipient_key', 'address'])
    .orderBy('id')
    .execute();
  const tell = async (factAbout: (phone: string) => Fact): Promise<KnownFact[]> =>
    rows.map((row) => ({
      workspaceId: row.workspace_id,
      campaignId: row.campaign_id,
      recipientKey: row.recipient_key,
      fact: factAbout(row.address),
    }));
  return { world, campaignId, tell };
}

async function countsOf({ db }: World, campaignId: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('campaign_count')
    .select(['state', 'n'])
    .where('campaign_id', '=', campaignId)
    .where('n', '<>', 0)
    .execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

async function inFlight({ db }: World): Promise<number> {
  return (await db.selectFrom('in_flight').select('attempt').execute()).length;
}

function rowOf({ db }: World, phone: string) {
  return db
    .selectFrom('message')
    .selectAll()
    .where('address', '=', phone)
    .executeTakeFirstOrThrow();
}
