import { sql } from 'kysely';
import { handledAt } from './direct-messages.ts';
import type { Connection } from './tables.ts';

/** What a number did in a while. */
export interface Activity {
  sent: number;
  failed: number;
  unknown: number;
  received: number;
}

export const noActivity: Activity = { sent: 0, failed: 0, unknown: 0, received: 0 };

/**
 * What each number did since a moment. Campaigns that began after it are counted already; of longer
 * ones the messages are read, as an index by time would cost every message that is sent.
 */
export async function findActivity(
  connection: Connection,
  workspaceId: number,
  since: Date,
): Promise<Map<number, Activity>> {
  const { rows } = await sql<Activity & { sender_id: number }>`
    with handled as (
      select k.sender_id, k.state, k.n from campaign c
        join campaign_count k on k.workspace_id = c.workspace_id and k.campaign_id = c.id
      where c.workspace_id = ${workspaceId} and c.kind = 'campaign' and c.started_at >= ${since}
      union all
      select m.sender_id, m.state, 1 from campaign c
        join message m on m.workspace_id = c.workspace_id and m.campaign_id = c.id
      where c.workspace_id = ${workspaceId} and c.kind = 'campaign' and c.started_at < ${since}
        and (c.finished_at is null or c.finished_at >= ${since}) and ${handledAt} >= ${since}
      union all
      select m.sender_id, m.state, 1 from message m
      where m.workspace_id = ${workspaceId} and m.purpose <> 'campaign' and ${handledAt} >= ${since}
      union all
      select i.sender_id, 'heard', 1 from inbound_message i
      where i.workspace_id = ${workspaceId} and i.at >= ${since} and not i.from_us
    )
    select sender_id,
      coalesce(sum(n) filter (where state in ('accepted', 'sent', 'delivered', 'read')), 0)::integer as sent,
      coalesce(sum(n) filter (where state = 'failed'), 0)::integer as failed,
      coalesce(sum(n) filter (where state = 'unknown'), 0)::integer as unknown,
      coalesce(sum(n) filter (where state = 'heard'), 0)::integer as received
    from handled where sender_id > 0 group by sender_id`.execute(connection);
  return new Map(rows.map(({ sender_id, ...activity }) => [sender_id, activity]));
}

/** How many campaigns are on their way, by state. */
export async function countOpenCampaigns(
  connection: Connection,
  workspaceId: number,
): Promise<{ running: number; paused: number; scheduled: number }> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*)::integer as n from campaign
    where workspace_id = ${workspaceId} and kind = 'campaign' and deleted_at is null
      and state in ('running', 'paused', 'scheduled') group by state`.execute(connection);
  const counts = new Map(rows.map(({ state, n }) => [state, n]));
  const of = (state: string) => counts.get(state) ?? 0;
  return { running: of('running'), paused: of('paused'), scheduled: of('scheduled') };
}
