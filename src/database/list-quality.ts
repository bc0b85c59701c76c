import { sql } from 'kysely';
import type { Connection } from './tables.ts';

export interface ListQuality {
  list_id: number;
  name: string;
  contacts: number;
  blocked: number;
  impossible: number;
  failed: number;
  reached: number;
}

/**
 * How good the lists of some campaigns are: who may not be messaged, whose number no country has,
 * and how many of the campaigns' messages reached or failed.
 */
export async function findListQuality(
  connection: Connection,
  workspaceId: number,
  campaignIds: readonly number[],
): Promise<ListQuality[]> {
  if (campaignIds.length === 0) return [];
  const { rows } = await sql<ListQuality>`
    with used as (
      select distinct list_id from campaign
      where workspace_id = ${workspaceId} and id = any(${[...campaignIds]}::integer[]) and list_id is not null
    ), people as (
      select m.list_id, count(*) as contacts, count(*) filter (where c.blocked <> 0) as blocked,
        count(*) filter (where not c.phone_possible) as impossible
      from contact_list_member m join contact c on c.id = m.contact_id
      where m.workspace_id = ${workspaceId} and m.list_id in (select list_id from used)
      group by m.list_id
    ), sends as (
      select k.list_id, sum(n.n) filter (where n.state = 'failed') as failed,
        sum(n.n) filter (where n.state in ('accepted', 'sent', 'delivered', 'read')) as reached
      from campaign k join campaign_count n on n.workspace_id = k.workspace_id and n.campaign_id = k.id
      where k.workspace_id = ${workspaceId} and k.id = any(${[...campaignIds]}::integer[])
      group by k.list_id
    )
    select l.id as list_id, l.name, coalesce(p.contacts, 0)::bigint as contacts,
      coalesce(p.blocked, 0)::bigint as blocked, coalesce(p.impossible, 0)::bigint as impossible,
      coalesce(s.failed, 0)::bigint as failed, coalesce(s.reached, 0)::bigint as reached
    from used u join contact_list l on l.id = u.list_id
      left join people p on p.list_id = u.list_id left join sends s on s.list_id = u.list_id
    order by l.id`.execute(connection);
  return rows;
}
