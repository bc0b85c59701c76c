import { sql } from 'kysely';
import { type Campaign, saveCampaign } from './campaigns.ts';
import { type KnownFact, move } from './move.ts';
import type { Database, Trx } from './tables.ts';

/** Running campaigns whose counts say that nothing is planned any more. A hint: counts are asked again under the lock. */
export async function findMaybeCompleted(db: Database, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from campaign c
    where c.state = 'running' and c.kind = 'campaign' and c.planned_at is not null
      and coalesce((select sum(n) from campaign_count n where n.workspace_id = c.workspace_id
        and n.campaign_id = c.id and n.state = 'planned'), 0) = 0
    order by c.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Completes a campaign when nothing is planned and nothing in flight. Whatever makes a message planned
 * again holds the campaign's row first; so once we hold it, what the second statement sees stays true.
 */
export async function completeIfDone(
  db: Database,
  campaignId: number,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaign')
      .selectAll()
      .where('id', '=', campaignId)
      .where('state', '=', 'running')
      .where('planned_at', 'is not', null)
      .forUpdate()
      .executeTakeFirst();
    if (!campaign || (await hasOpenMessages(trx, campaign))) return false;
    await saveCampaign(trx, campaign, { state: 'completed', finished_at: now });
    return true;
  });
}

async function hasOpenMessages(trx: Trx, campaign: Campaign): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from message where campaign_id = ${campaign.id} and state = 'planned' and sender_id is null)
      or exists (select from message where campaign_id = ${campaign.id} and state = 'planned'
        and sender_id = any(${campaign.session_ids}::integer[]))
      or exists (select from in_flight where workspace_id = ${campaign.workspace_id} and campaign_id = ${campaign.id})
      as open`.execute(trx);
  return rows[0]?.open ?? false;
}

/** One page of a cancelled campaign's planned messages is skipped. Answers how many; marks the campaign when none is left. */
export async function sweepCancelled(db: Database, limit: number, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaign')
      .selectAll()
      .where('state', '=', 'cancelled')
      .where('swept_at', 'is', null)
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!campaign) return 0;
    const page = await findPlanned(trx, campaign, limit);
    const moved = await move(
      trx,
      page.map((key) => ({ ...key, fact: skipped(now) })),
    );
    if (!(await hasOpenMessages(trx, campaign)))
      await saveCampaign(trx, campaign, { swept_at: now });
    return moved.length;
  });
}

function skipped(at: Date): KnownFact['fact'] {
  return { kind: 'skipped', reason: 'cancelled', at };
}

async function findPlanned(trx: Trx, { id, workspace_id, session_ids }: Campaign, limit: number) {
  const { rows } = await sql<{ recipient_key: string }>`
    select m.recipient_key from message m
    where m.campaign_id = ${id} and m.state = 'planned'
      and (m.sender_id is null or m.sender_id = any(${session_ids}::integer[]))
      and not exists (select from in_flight f where f.workspace_id = m.workspace_id
        and f.campaign_id = m.campaign_id and f.recipient_key = m.recipient_key)
    order by m.recipient_key limit ${limit}`.execute(trx);
  return rows.map((row) => ({
    workspaceId: workspace_id,
    campaignId: id,
    recipientKey: row.recipient_key,
  }));
}

/**
 * What is still in doubt after `before` stays so, and is settled as sent where the campaign's policy
 * says that: better one message too few than one too many.
 */
export async function assumeSent(
  db: Database,
  before: Date,
  now: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update message m set settled_as = 'assumed', settled_at = ${now}
    from (
      select u.workspace_id, u.campaign_id, u.recipient_key from message u
        join campaign c on c.id = u.campaign_id and (c.unknown_policy = 'assume_sent' or c.kind = 'direct')
      where u.state = 'unknown' and u.settled_as is null and u.ended_at < ${before}
      order by u.campaign_id, u.recipient_key limit ${limit} for update of u skip locked
    ) old
    where m.workspace_id = old.workspace_id and m.campaign_id = old.campaign_id
      and m.recipient_key = old.recipient_key`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
