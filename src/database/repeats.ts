import { sql } from 'kysely';
import { repeatedReason } from '../domain/message.ts';
import type { KnownFact } from './move.ts';
import type { Trx } from './tables.ts';

interface Row {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
  attempt: number;
  ended_at: Date;
}

/** What is kept in the row of a message whose repeat was not answered either: one repeat is enough. */
export const repeatUnclearReason = 'repeat_unclear';

/**
 * Doubts since `after` about messages that bear an id which we chose, on numbers that can send: each as
 * the fact that it goes out once more. Never on another number, where WhatsApp would not know the id.
 */
export async function findRepeatable(
  trx: Trx,
  bridges: readonly string[],
  after: Date,
  now: Date,
  limit: number,
): Promise<KnownFact[]> {
  if (bridges.length === 0) return [];
  const { rows } = await sql<Row>`
    select m.workspace_id, m.campaign_id, m.recipient_key, m.attempt, m.ended_at
    from campaign c join message m on m.campaign_id = c.id and m.workspace_id = c.workspace_id
      join sender s on s.id = m.sender_id and s.status = 'connected' and s.bridge = any(${[...bridges]}::text[])
    where m.state = 'unknown' and m.settled_as is null and m.provider_id is not null
      and m.reason in ('no_answer', 'interrupted') and m.ended_at > ${after} and c.state in ('running', 'completed')
    order by m.campaign_id, m.recipient_key limit ${limit}`.execute(trx);
  return rows.map((row) => ({
    ...keyOf(row),
    fact: { kind: 'repeated', attempt: row.attempt, since: row.ended_at, dueAt: now },
  }));
}

/** Repeats that have not left in time, as their number was away: WhatsApp may have forgotten the id. */
export async function findLateRepeats(
  trx: Trx,
  before: Date,
  now: Date,
  limit: number,
): Promise<KnownFact[]> {
  const { rows } = await sql<Row>`
    select m.workspace_id, m.campaign_id, m.recipient_key, m.attempt, m.ended_at from message m
    where m.state = 'planned' and m.reason = ${sql.lit(repeatedReason)} and m.ended_at < ${before}
      and not exists (select from in_flight f where f.workspace_id = m.workspace_id
        and f.campaign_id = m.campaign_id and f.recipient_key = m.recipient_key)
    order by m.campaign_id, m.recipient_key limit ${limit}`.execute(trx);
  const text = 'It could not be repeated in time.';
  return rows.map((row) => ({
    ...keyOf(row),
    fact: {
      kind: 'unclear',
      attempt: row.attempt,
      failure: { reason: repeatUnclearReason, text },
      at: now,
    },
  }));
}

function keyOf({ workspace_id, campaign_id, recipient_key }: Row) {
  return { workspaceId: workspace_id, campaignId: campaign_id, recipientKey: recipient_key };
}
