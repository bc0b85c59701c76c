import { type Selectable, sql } from 'kysely';
import type { FileType } from '../domain/inbound-file.ts';
import type { MessageState, Purpose } from '../domain/message.ts';
import type { OutboundContent } from '../domain/outbound.ts';
import { readCounts } from './counts.ts';
import { handledAt } from './direct-messages.ts';
import type { Slice } from './search.ts';
import type { Connection, Tables } from './tables.ts';

export interface LogFilter {
  workspaceId: number;
  direction?: 'incoming' | 'outgoing' | undefined;
  contactId?: number | undefined;
  senderId?: number | undefined;
  since: Date;
  now: Date;
}

/** Something that was said, by us or to us. */
export type LoggedMessage = SentMessage | HeardMessage;

export interface SentMessage {
  kind: 'sent';
  id: number;
  campaign_id: number;
  purpose: Purpose;
  address: string;
  name: string | null;
  sender_id: number | null;
  /** Null in a campaign's message, whose words are the campaign's text with `vars` in it. */
  body: string | null;
  vars: Record<string, string>;
  content: OutboundContent | null;
  state: MessageState;
  reason: string | null;
  error_code: string | null;
  error_text: string | null;
  scheduled_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  replied_at: Date | null;
  at: Date;
}

/** What a person wrote, or one of ours at the phone. */
export interface HeardMessage {
  kind: 'heard';
  id: number;
  from_us: boolean;
  campaign_id: number | null;
  phone: string;
  name: string | null;
  sender_id: number;
  text: string;
  /** What kind of file came with it; null for none. */
  media_type: FileType | null;
  at: Date;
}

export interface LogPage {
  rows: LoggedMessage[];
  /** Whether there are older ones. */
  more: boolean;
  /** Campaigns with too many messages to look through; their own ledger shows them. */
  leftOut: number[];
}

/**
 * What was sent and heard, the newest first. Each of the three places where messages stand gives as
 * many as a page may need, since only together they say which are the newest.
 */
export async function findLogPage(
  connection: Connection,
  filter: LogFilter,
  { limit, offset }: Slice,
): Promise<LogPage> {
  const max = offset + limit + 1;
  const { campaignIds, leftOut } = await findCampaigns(connection, filter);
  const found: LoggedMessage[] = [
    ...(await findDirect(connection, filter, max)),
    ...(await findCampaignMessages(connection, filter, campaignIds, max)),
    ...(await findHeard(connection, filter, max)),
  ];
  found.sort((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id);
  return {
    rows: found.slice(offset, offset + limit),
    more: found.length > offset + limit,
    leftOut,
  };
}

export type CampaignWords = Pick<
  Selectable<Tables['campaign']>,
  'id' | 'message_text' | 'on_missing_variable' | 'media_url' | 'media_type'
>;

/** What campaigns say, by their ids: the words of their messages are made of it. */
export async function findCampaignWords(
  connection: Connection,
  workspaceId: number,
  campaignIds: readonly number[],
): Promise<Map<number, CampaignWords>> {
  const rows = await connection
    .selectFrom('campaign')
    .select(['id', 'message_text', 'on_missing_variable', 'media_url', 'media_type'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...campaignIds, 0])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

const campaignsMax = 1000;
/** As many of campaigns' messages as may be looked through for the newest; a tenth of a second or less. */
const messagesMax = 50_000;

/**
 * The campaigns that may have a message in the log. Messages have no index by time, as each index
 * costs every message that is sent: one person's are found by their key, everybody's by reading
 * small campaigns whole.
 */
async function findCampaigns(
  connection: Connection,
  { workspaceId, direction, contactId, since }: LogFilter,
): Promise<{ campaignIds: number[]; leftOut: number[] }> {
  if (direction === 'incoming') return { campaignIds: [], leftOut: [] };
  const rows = await connection
    .selectFrom('campaign')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'campaign')
    .where('deleted_at', 'is', null)
    .where('started_at', 'is not', null)
    .where(({ eb, or }) => or([eb('finished_at', 'is', null), eb('finished_at', '>=', since)]))
    .orderBy('id', 'desc')
    .limit(campaignsMax)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (contactId !== undefined) return { campaignIds: ids, leftOut: [] };

  const counts = await readCounts(connection, workspaceId, ids);
  const campaignIds: number[] = [];
  const leftOut: number[] = [];
  let messages = 0;
  for (const id of ids) {
    const { replied: _, ...states } = counts.get(id) ?? {};
    const size = Object.values(states).reduce((sum, n) => sum + n, 0);
    if (messages + size > messagesMax) leftOut.push(id);
    else {
      campaignIds.push(id);
      messages += size;
    }
  }
  return { campaignIds, leftOut };
}

async function findDirect(
  connection: Connection,
  filter: LogFilter,
  max: number,
): Promise<SentMessage[]> {
  const { workspaceId, direction, contactId } = filter;
  if (direction === 'incoming') return [];
  const { rows } = await sql<SentMessage>`
    select ${sentColumns} from message m left join contact c on c.id = m.contact_id
    where m.workspace_id = ${workspaceId} and m.purpose <> 'campaign' and m.state <> 'skipped'
      ${contactId === undefined ? sql`` : sql`and m.contact_id = ${contactId}`}
      and ${within(filter)} order by ${handledAt} desc limit ${max}`.execute(connection);
  return rows;
}

/** What is only planned was not said yet, and what was skipped never will be. */
async function findCampaignMessages(
  connection: Connection,
  filter: LogFilter,
  campaignIds: readonly number[],
  max: number,
): Promise<SentMessage[]> {
  const { workspaceId, contactId } = filter;
  if (campaignIds.length === 0) return [];
  const { rows } = await sql<SentMessage>`
    select ${sentColumns} from unnest(${[...campaignIds]}::integer[]) as k(campaign_id)
      join message m on m.workspace_id = ${workspaceId} and m.campaign_id = k.campaign_id
        ${contactId === undefined ? sql`` : sql`and m.recipient_key = ${String(contactId)}`}
      left join contact c on c.id = m.contact_id
    where m.state not in ('planned', 'skipped') and ${within(filter)}
    order by ${handledAt} desc limit ${max}`.execute(connection);
  return rows;
}

async function findHeard(
  connection: Connection,
  { workspaceId, direction, contactId, senderId, since }: LogFilter,
  max: number,
): Promise<HeardMessage[]> {
  const { rows } = await sql<HeardMessage>`
    select 'heard' as kind, i.id, i.from_us, i.campaign_id, c.phone, c.name, i.sender_id, i.text, i.at,
      f.type as media_type
    from inbound_message i join contact c on c.id = i.contact_id
      left join inbound_media f on f.inbound_id = i.id
    where i.workspace_id = ${workspaceId} and i.at >= ${since}
      ${direction === undefined ? sql`` : sql`and i.from_us = ${direction === 'outgoing'}`}
      ${contactId === undefined ? sql`` : sql`and i.contact_id = ${contactId}`}
      ${senderId === undefined ? sql`` : sql`and i.sender_id = ${senderId}`}
    order by i.at desc limit ${max}`.execute(connection);
  return rows;
}

const sentColumns = sql`'sent' as kind, m.id, m.campaign_id, m.purpose, m.address, c.name, m.sender_id, m.body, m.vars,
  m.content, m.state, m.reason, m.error_code, m.error_text, m.scheduled_at, m.delivered_at, m.read_at,
  m.replied_at, ${handledAt} as at`;

/** Without what is due later: that is a plan, and no message yet. */
function within({ senderId, since, now }: LogFilter) {
  const bySender = senderId === undefined ? sql`` : sql`and m.sender_id = ${senderId}`;
  return sql`${handledAt} >= ${since} and (m.state <> 'planned' or m.due_at <= ${now}) ${bySender}`;
}
