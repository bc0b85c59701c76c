import { type Selectable, sql } from 'kysely';
import { fillTemplate, noParams, readShape } from '../domain/approved-template.ts';
import type { Content } from '../domain/content.ts';
import { defaultOptOutLine } from '../domain/content.ts';
import { readMediaUrl } from '../domain/media-url.ts';
import type { Restriction } from '../domain/sender.ts';
import { parseTemplate } from '../domain/template.ts';
import { addCounts } from './counts.ts';
import type { Connection, Tables, Trx } from './tables.ts';

/** A number that has something due, and the running campaigns that want it. */
export interface NumberWithWork {
  senderId: number;
  workspaceId: number;
  bridge: string;
  numberKey: string;
  config: Record<string, unknown>;
  /** WhatsApp has warned about it: it goes at half its pace. */
  isWarned: boolean;
  /** Until when it may write only to people with whom it has a chat already; null for no such limit. */
  knownChatsUntil: Date | null;
  campaigns: CampaignWithWork[];
}

export interface CampaignWithWork {
  campaignId: number;
  /** Seconds between two messages of this campaign on one number; null: the number's own pace. */
  intervalSeconds: number | null;
  isDirect: boolean;
  /** Each chat is archived once its message has left. */
  archives: boolean;
  /** Several numbers share its messages, and none is fixed before a number pulls it. */
  isShared: boolean;
}

/** A campaign of which a number is known to have something due. */
export interface KnownWork {
  senderId: number;
  campaignId: number;
}

/**
 * What is due now, by number; of what is `known` the index is not asked. The first due message in the
 * order of the index, as PostgreSQL would look for any (EXISTS) by reading the table from its start,
 * past all that was sent: 340 ms in a campaign of a million.
 */
export async function findWork(
  db: Connection,
  now: Date,
  known: readonly KnownWork[] = [],
): Promise<NumberWithWork[]> {
  const { rows } = await sql<WorkRow>`
    select s.id as sender_id, s.workspace_id, s.bridge, s.number_key, s.config,
      c.id as campaign_id, c.send_interval_seconds, c.kind, c.archive_after_send, cardinality(c.session_ids) > 1 as is_shared,
      limits.kind as restricted, limits.until as restricted_until
    from campaign c join sender s on s.workspace_id = c.workspace_id and s.status = 'connected'
      and (c.kind = 'direct' or s.id = any(c.session_ids)),
      lateral (select case when until is null or until > ${now} then s.restriction ->> 'kind' end as kind, until
        from (select (s.restriction ->> 'until')::timestamptz as until) as given) as limits
    where c.state = 'running' and coalesce(limits.kind, '') <> 'all'
      and (c.kind = 'direct' or coalesce(limits.kind, '') <> 'campaigns')
      and (limits.kind is distinct from 'new_chats' or cardinality(c.session_ids) <= 1) and (
      exists (select from unnest(${known.map(({ senderId }) => senderId)}::integer[],
        ${known.map(({ campaignId }) => campaignId)}::integer[]) k(sender_id, campaign_id)
        where k.sender_id = s.id and k.campaign_id = c.id)
      or (select true from message m where m.sender_id = s.id and m.campaign_id = c.id
        and m.state = 'planned' and m.due_at <= ${now} order by m.due_at, m.id limit 1)
      or cardinality(c.session_ids) > 1 and (select true from message m where m.sender_id is null
        and m.campaign_id = c.id and m.state = 'planned' and m.due_at <= ${now}
        order by m.due_at, m.id limit 1))
    order by s.id, c.id`.execute(db);
  return groupBySender(rows);
}

interface WorkRow {
  sender_id: number;
  workspace_id: number;
  bridge: string;
  number_key: string;
  config: Record<string, unknown>;
  campaign_id: number;
  send_interval_seconds: number | null;
  kind: 'campaign' | 'direct';
  archive_after_send: boolean;
  is_shared: boolean;
  restricted: Restriction['kind'] | null;
  restricted_until: Date | null;
}

/** A restriction without an end is over when the bridge says so. */
const never = new Date('9999-12-31T00:00:00Z');

function groupBySender(rows: readonly WorkRow[]): NumberWithWork[] {
  const numbers = new Map<number, NumberWithWork>();
  for (const row of rows) {
    const number = numbers.get(row.sender_id) ?? {
      senderId: row.sender_id,
      workspaceId: row.workspace_id,
      bridge: row.bridge,
      numberKey: row.number_key,
      config: row.config,
      isWarned: row.restricted === 'slowed',
      knownChatsUntil: row.restricted === 'new_chats' ? (row.restricted_until ?? never) : null,
      campaigns: [],
    };
    numbers.set(row.sender_id, number);
    number.campaigns.push({
      campaignId: row.campaign_id,
      intervalSeconds: row.send_interval_seconds,
      isDirect: row.kind === 'direct',
      archives: row.archive_after_send,
      isShared: row.is_shared,
    });
  }
  return [...numbers.values()];
}

/**
 * A number pulls a block of a campaign that several numbers share. Rows that another number is
 * just pulling are skipped, so nobody waits and nobody gets the same row.
 */
export async function pullBlock(
  trx: Trx,
  sender: { senderId: number; workspaceId: number },
  campaignId: number,
  limit: number,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with block as (
      select m.recipient_key from message m
      where m.workspace_id = ${sender.workspaceId} and m.campaign_id = ${campaignId}
        and m.sender_id is null and m.state = 'planned' and m.due_at <= ${now}
      order by m.due_at, m.id limit ${limit} for update skip locked
    ), pulled as (
      update message m set sender_id = ${sender.senderId} from block b
      where m.workspace_id = ${sender.workspaceId} and m.campaign_id = ${campaignId}
        and m.recipient_key = b.recipient_key
      returning 1
    )
    select count(*)::integer as n from pulled`.execute(trx);
  const n = rows[0]?.n ?? 0;
  const of = { workspaceId: sender.workspaceId, campaignId, state: 'planned' } as const;
  await addCounts(trx, [
    { ...of, senderId: 0, n: -n },
    { ...of, senderId: sender.senderId, n },
  ]);
  return n;
}

/** What a campaign says. It does not change while the campaign may send, so a caller may keep it. */
export async function findContent(db: Connection, campaignId: number): Promise<Content> {
  const row = await db
    .selectFrom('campaign as c')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .leftJoin('setting as s', (join) =>
      join.onRef('s.workspace_id', '=', 'c.workspace_id').on('s.key', '=', 'mass_marketing'),
    )
    .leftJoin('message_template as t', 't.id', 'c.template_id')
    .select(['c.message_text', 'c.on_missing_variable', 'c.include_unsubscribe_link'])
    .select(['c.media_url', 'c.media_type', 'c.media_filename', 'c.template_params'])
    .select(['t.name', 't.language', 't.components', 'w.name as shop'])
    .select(sql<string | null>`s.value ->> 'custom_unsubscribe_text'`.as('opt_out_line'))
    .where('c.id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const approved = row.name !== null &&
    row.language !== null && {
      ...{ name: row.name, language: row.language, shape: readShape(row.components) },
    };
  return {
    media: mediaOf(row),
    ...(approved && {
      approved: fillTemplate(approved, row.template_params ?? noParams, row.on_missing_variable),
    }),
    template: parseTemplate(row.message_text, row.on_missing_variable),
    whenMissing: row.on_missing_variable,
    shared: { shop: row.shop },
    optOutLine: row.include_unsubscribe_link ? row.opt_out_line || defaultOptOutLine : undefined,
  };
}

function mediaOf({
  media_url: url,
  media_type: type,
  media_filename: fileName,
}: Pick<Selectable<Tables['campaign']>, 'media_url' | 'media_type' | 'media_filename'>) {
  if (url === null || type === null) return undefined;
  return { ...readMediaUrl(url, type), ...(fileName !== null && { fileName }) };
}
