import { sql } from 'kysely';
import { blockedBit } from '../domain/suppression.ts';
import type { Campaign } from './campaigns.ts';
import { matchesSegment } from './segment.ts';
import type { Connection } from './tables.ts';

const anyBlock = blockedBit.whatsapp | blockedBit.marketing | blockedBit.blacklist;

/** How long a bridge takes free text after a person has written, in milliseconds; undefined: always. */
export type WindowOf = (bridge: string) => number | undefined;

/**
 * How many people of a campaign's list may be messaged and have not written lately to any of these
 * numbers: WhatsApp will refuse them a text that is no template. Numbers that ask for no such thing
 * make it nobody, as people may then be written to from those.
 */
export async function countOutsideWindow(
  connection: Connection,
  { workspace_id, list_id, segment }: Pick<Campaign, 'workspace_id' | 'list_id' | 'segment'>,
  senders: readonly { id: number; bridge: string }[],
  windowOf: WindowOf,
  now: Date,
): Promise<number> {
  const windows = senders.map(({ bridge }) => windowOf(bridge));
  const [longestMs] = windows.flatMap((ms) => ms ?? []).sort((a, b) => b - a);
  if (list_id === null || longestMs === undefined || windows.includes(undefined)) return 0;
  const since = new Date(now.getTime() - longestMs);
  const chosen = matchesSegment(segment, workspace_id, now);
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from contact_list_member m
      join contact c on c.id = m.contact_id and c.workspace_id = ${workspace_id}
    where m.list_id = ${list_id} and m.workspace_id = ${workspace_id} and c.blocked & ${anyBlock}::smallint = 0
      ${chosen ? sql`and ${chosen}` : sql``}
      and not exists (select from inbound_message i where i.contact_id = c.id and not i.from_us
        and i.sender_id = any(${senders.map(({ id }) => id)}::integer[]) and i.at > ${since})`.execute(
    connection,
  );
  return rows[0]?.n ?? 0;
}
