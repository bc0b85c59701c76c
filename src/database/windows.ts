import { sql } from 'kysely';
import { type Fact, type Purpose, repeatedReason } from '../domain/message.ts';
import type { OutboundContent } from '../domain/outbound.ts';
import type { PersonNames } from '../domain/person.ts';
import type { MessageKey } from './message-key.ts';
import type { KnownFact } from './move.ts';
import type { Database, Trx } from './tables.ts';

/** What is due on a number, before it is opened. */
export interface DueMessage extends MessageKey {
  attempt: number;
  contactId: number;
  address: string;
  purpose: Purpose;
  body: string | null;
  /** What a direct message is where it is more than its words. */
  content: OutboundContent | null;
  /** Its chat is to be archived, whatever its campaign says. */
  archives: boolean;
  vars: Record<string, string>;
  /** The open suppressions of the person, as bits; null when the contact was deleted meanwhile. */
  blocked: number | null;
  place: Place;
  /** Set for a message that may have left before, and goes out again under the same id: when that began to be doubted. */
  repeatedSince: Date | null;
}

/** Where a message stands among those of its campaign on one number. */
export interface Place {
  dueAt: Date;
  id: number;
}

const beginning: Place = { dueAt: new Date(0), id: 0 };

/** One campaign's part of a window. */
export interface Share {
  campaignId: number;
  limit: number;
  /** What stands before it is not looked at: index entries of what was sent make the way there long. */
  after?: Place | undefined;
}

/**
 * The first due messages of a number that no window holds yet. Asked under the lease and in a
 * statement of its own, so that it sees every window that was opened before. The person is asked
 * for in a subquery, and so is the campaign: how many rows a share brings PostgreSQL cannot know, and
 * for a join it read all contacts, a million of them for six messages, and each share's rows once per campaign.
 * What is in flight is asked for row by row as well: NOT EXISTS became a join that read everything that
 * had been in flight since the last VACUUM.
 */
export async function findDue(
  trx: Trx,
  senderId: number,
  shares: readonly Share[],
  now: Date,
): Promise<DueMessage[]> {
  if (shares.length === 0) return [];
  const { rows } = await sql<DueRow>`
    select d.*, (select blocked from contact where id = d.contact_id) as blocked
    from unnest(${shares.map(({ campaignId }) => campaignId)}::integer[],
        ${shares.map(({ limit }) => limit)}::integer[],
        ${shares.map(({ after = beginning }) => after.dueAt.toISOString())}::timestamptz[],
        ${shares.map(({ after = beginning }) => after.id)}::bigint[]) as share(campaign_id, n, due_at, id),
      lateral (
        select m.workspace_id, m.campaign_id, m.recipient_key, m.attempt, m.contact_id, m.address,
          m.purpose, m.body, m.content, m.archive_after_send, m.vars, m.due_at, m.id,
          case when m.reason = ${sql.lit(repeatedReason)} then m.ended_at end as repeated_since
        from message m
        where m.sender_id = ${senderId} and m.campaign_id = share.campaign_id and m.state = 'planned'
          and m.due_at <= ${now} and (m.due_at, m.id) > (share.due_at, share.id)
          and (select f.attempt from in_flight f where f.workspace_id = m.workspace_id
            and f.campaign_id = m.campaign_id and f.recipient_key = m.recipient_key) is null
        order by m.due_at, m.id
        limit share.n
      ) d
    where (select c.state from campaign c where c.id = share.campaign_id) = 'running'
    order by share.campaign_id, d.due_at, d.id`.execute(trx);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    campaignId: row.campaign_id,
    recipientKey: row.recipient_key,
    attempt: row.attempt,
    contactId: row.contact_id,
    address: row.address,
    purpose: row.purpose,
    body: row.body,
    content: row.content,
    archives: row.archive_after_send === true,
    vars: row.vars,
    blocked: row.blocked,
    place: { dueAt: row.due_at, id: row.id },
    repeatedSince: row.repeated_since,
  }));
}

interface DueRow {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
  attempt: number;
  contact_id: number;
  address: string;
  purpose: Purpose;
  body: string | null;
  content: OutboundContent | null;
  archive_after_send: boolean | null;
  vars: Record<string, string>;
  blocked: number | null;
  due_at: Date;
  id: number;
  repeated_since: Date | null;
}

/** The other names of people whose phone nobody knows. */
export async function findNames(
  trx: Trx,
  contactIds: readonly number[],
): Promise<Map<number, PersonNames>> {
  const rows = await trx
    .selectFrom('contact')
    .select(['id', 'lid', 'bsuid'])
    .where('id', 'in', [...contactIds])
    .execute();
  return new Map(
    rows.map(({ id, lid, bsuid }) => [id, { lid: lid ?? undefined, bsuid: bsuid ?? undefined }]),
  );
}

/** With which of these people a number has a chat already: those who have written to it. */
export async function findKnownChats(
  trx: Trx,
  senderId: number,
  contactIds: readonly number[],
): Promise<Set<number>> {
  const { rows } = await sql<{ contact_id: number }>`
    select distinct contact_id from inbound_message
    where contact_id = any(${[...contactIds]}::bigint[]) and sender_id = ${senderId}`.execute(trx);
  return new Set(rows.map(({ contact_id }) => contact_id));
}

/**
 * Which of these people got, or may have got, a campaign message from a number since a moment. The
 * first attempt at a message cannot follow another one of its own campaign, so only others are asked.
 */
export async function findJustWritten(
  trx: Trx,
  sender: { senderId: number; workspaceId: number },
  messages: readonly DueMessage[],
  since: Date,
): Promise<number[]> {
  const { rows } = await sql<{ contact_id: number }>`
    select distinct m.contact_id
    from campaign c
      join unnest(${messages.map(({ campaignId }) => campaignId)}::integer[],
        ${messages.map(({ contactId }) => String(contactId))}::text[],
        ${messages.map(({ attempt }) => attempt)}::smallint[]) u(campaign_id, recipient_key, attempt)
        on c.id <> u.campaign_id or u.attempt > 1
      join message m on m.workspace_id = c.workspace_id and m.campaign_id = c.id
        and m.recipient_key = u.recipient_key
    where c.workspace_id = ${sender.workspaceId} and c.kind = 'campaign' and c.started_at is not null
      and (c.finished_at is null or c.finished_at > ${since}) and m.sender_id = ${sender.senderId}
      and coalesce(m.accepted_at, m.ended_at) > ${since}`.execute(trx);
  return rows.map(({ contact_id }) => contact_id);
}

export interface Window {
  id: string;
  workspaceId: number;
  senderId: number;
  epoch: number;
}

/** Writes down, before any byte leaves, what is about to. The primary key refuses a second opening. */
export async function openFlights(
  trx: Trx,
  window: Window,
  messages: readonly (DueMessage & { chosenId?: string | undefined })[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return;
  await sql`
    insert into in_flight (workspace_id, campaign_id, recipient_key, attempt, sender_id, epoch, window_id, opened_at)
    select ${window.workspaceId}::integer, u.campaign_id, u.recipient_key, u.attempt, ${window.senderId}::integer,
      ${window.epoch}::bigint, ${window.id}::uuid, ${now}::timestamptz
    from unnest(${messages.map((m) => m.campaignId)}::integer[], ${messages.map((m) => m.recipientKey)}::text[],
      ${messages.map((m) => m.attempt)}::smallint[]) u(campaign_id, recipient_key, attempt)`.execute(
    trx,
  );
  if (messages.some(({ chosenId }) => chosenId !== undefined)) await nameFlights(trx, messages);
}

/** A statement of its own, as only few bridges let us choose: the others pay nothing for it. */
async function nameFlights(
  trx: Trx,
  messages: readonly (DueMessage & { chosenId?: string | undefined })[],
): Promise<void> {
  await sql`
    update in_flight f set provider_id = u.provider_id
    from unnest(${messages.map((m) => m.workspaceId)}::integer[], ${messages.map((m) => m.campaignId)}::integer[],
      ${messages.map((m) => m.recipientKey)}::text[], ${messages.map((m) => m.chosenId ?? null)}::text[])
      u(workspace_id, campaign_id, recipient_key, provider_id)
    where f.workspace_id = u.workspace_id and f.campaign_id = u.campaign_id
      and f.recipient_key = u.recipient_key`.execute(trx);
}

/**
 * A window of which nothing was written (a lost COMMIT, say) is taken back whole. That COMMIT may
 * still be on its way: its transaction holds the lease's row, so whoever gets that sees how it ended.
 */
export function releaseWindow(db: Database, senderId: number, windowId: string): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .selectFrom('sender_lease')
      .select('epoch')
      .where('sender_id', '=', senderId)
      .forUpdate()
      .execute();
    await trx.deleteFrom('in_flight').where('window_id', '=', windowId).execute();
  });
}

/** What an older epoch had opened on a number: each as a fact that nobody can tell any more. */
export async function findAbandoned(
  trx: Trx,
  senderId: number,
  epoch: number,
  limit: number,
  now: Date,
): Promise<KnownFact[]> {
  const rows = await trx
    .selectFrom('in_flight')
    .select(['workspace_id', 'campaign_id', 'recipient_key', 'attempt', 'provider_id'])
    .where('sender_id', '=', senderId)
    .where('epoch', '<', epoch)
    .orderBy('campaign_id')
    .orderBy('recipient_key')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    campaignId: row.campaign_id,
    recipientKey: row.recipient_key,
    fact: ownerDied(row, now),
  }));
}

function ownerDied(row: { attempt: number; provider_id: string | null }, at: Date): Fact {
  const text = 'Herald stopped while this message was being handed over.';
  const providerId = row.provider_id ?? undefined;
  const failure = { reason: 'interrupted', text };
  return { kind: 'unclear', attempt: row.attempt, failure, at, providerId };
}
