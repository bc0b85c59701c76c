import { sql } from 'kysely';
import { repeatedReason } from '../domain/message.ts';
import { addCounts, type CountDelta } from './counts.ts';
import type { Database, Trx } from './tables.ts';

/** Numbers that cannot send, with messages that another number of their campaign could. */
export async function findStranded(
  db: Database,
): Promise<{ senderId: number; workspaceId: number }[]> {
  const { rows } = await sql<{ sender_id: number; workspace_id: number }>`
    select distinct s.id as sender_id, s.workspace_id
    from campaign c join sender s on s.id = any(c.session_ids) and (s.status <> 'connected' or s.restriction ->> 'kind' in ('new_chats', 'campaigns', 'all')
        and coalesce((s.restriction ->> 'until')::timestamptz > now(), true))
    where c.state = 'running' and cardinality(c.session_ids) > 1
      and exists (select from sender o where o.id = any(c.session_ids) and o.status = 'connected')
      and exists (select from message m where m.sender_id = s.id and m.campaign_id = c.id and m.state = 'planned')
    `.execute(db);
  return rows.map((row) => ({ senderId: row.sender_id, workspaceId: row.workspace_id }));
}

/**
 * One page of what a stopped number had planned becomes nobody's, for the others to pull. Only under
 * its lease and after its recovery: what it may have sent has left the planned rows by then.
 */
export async function unassign(
  trx: Trx,
  { senderId, workspaceId }: { senderId: number; workspaceId: number },
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ campaign_id: number; n: number }>`
    with page as (
      select m.campaign_id, m.recipient_key
      from campaign c join message m on m.campaign_id = c.id and m.sender_id = ${senderId} and m.state = 'planned'
      where c.workspace_id = ${workspaceId} and c.state = 'running' and cardinality(c.session_ids) > 1
        and m.reason is distinct from ${sql.lit(repeatedReason)}
        and not exists (select from in_flight f where f.workspace_id = m.workspace_id
          and f.campaign_id = m.campaign_id and f.recipient_key = m.recipient_key)
      order by m.campaign_id, m.recipient_key limit ${limit} for update of m
    ), freed as (
      update message m set sender_id = null from page p
      where m.workspace_id = ${workspaceId} and m.campaign_id = p.campaign_id and m.recipient_key = p.recipient_key
      returning m.campaign_id
    )
    select campaign_id, count(*) as n from freed group by campaign_id`.execute(trx);
  const deltas = rows.flatMap(({ campaign_id: campaignId, n }): CountDelta[] => [
    { workspaceId, campaignId, senderId, state: 'planned', n: -n },
    { workspaceId, campaignId, senderId: 0, state: 'planned', n },
  ]);
  await addCounts(trx, deltas);
  return rows.reduce((sum, { n }) => sum + n, 0);
}
