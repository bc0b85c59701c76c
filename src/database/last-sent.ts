import { sql } from 'kysely';
import type { Connection } from './tables.ts';

/** Of older campaigns nobody has a chat in mind. */
const lookBackDays = 90;

export interface LastSent {
  senderId: number;
  providerId: string;
}

/**
 * The latest message that a person got, from one number or from any. Asks each recent campaign by
 * its key, so that messages need no index by contact.
 */
export async function findLastSent(
  connection: Connection,
  workspaceId: number,
  contactId: number,
  senderId: number | undefined,
  now: Date,
): Promise<LastSent | undefined> {
  const { rows } = await sql<{ sender_id: number; provider_id: string }>`
    with sent as (
      select m.sender_id, m.provider_id, m.accepted_at from campaign c join message m
        on m.workspace_id = c.workspace_id and m.campaign_id = c.id and m.recipient_key = ${String(contactId)}
      where c.workspace_id = ${workspaceId} and c.kind = 'campaign'
        and c.started_at > ${now}::timestamptz - make_interval(days => ${lookBackDays}::integer)
      union all
      select m.sender_id, m.provider_id, m.accepted_at from message m
      where m.contact_id = ${contactId} and m.workspace_id = ${workspaceId} and m.purpose <> 'campaign'
    )
    select sender_id, provider_id from sent join sender s on s.id = sender_id and s.deleted_at is null
    where provider_id is not null and sender_id = coalesce(${senderId ?? null}::integer, sender_id)
    order by accepted_at desc nulls last limit 1`.execute(connection);
  const [row] = rows;
  return row && { senderId: row.sender_id, providerId: row.provider_id };
}
