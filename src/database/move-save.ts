import { sql } from 'kysely';
import type { MessageState, Stamp } from '../domain/message.ts';
import { addCounts, type CountDelta } from './counts.ts';
import { keyList, type MessageKey } from './message-key.ts';
import type { AcceptedFact } from './move-accepted.ts';
import type { Trx } from './tables.ts';

/** A message as `move` holds it while it is locked. */
export interface MessageRow {
  key: MessageKey;
  before: MessageState;
  senderId: number | null;
  state: MessageState;
  attempt: number;
  inFlight: boolean;
  landed: boolean;
  stamped: Set<Stamp>;
  stamps: Partial<Record<Stamp, Date>>;
  providerId: string | null;
  dueAt: Date;
  reason: string | null;
  errorCode: string | null;
  errorText: string | null;
  endedAt: Date | null;
  past: PastAttempt[];
}

export interface PastAttempt {
  attempt: number;
  providerId: string | null;
  reason: string | null;
  code: string | null;
  text: string | null;
}

/** Writes what `move` decided: rows, windows, earlier attempts, counts. */
export async function saveMoved(trx: Trx, rows: readonly MessageRow[]): Promise<void> {
  if (rows.length === 0) return;
  await updateMessages(trx, rows);
  await deleteFlights(
    trx,
    rows.filter(({ landed }) => landed).map(({ key }) => key),
  );
  await keepPastAttempts(trx, rows);
  await addCounts(trx, rows.flatMap(countDeltas));
  await reopenCampaigns(
    trx,
    rows.filter(({ before, state }) => before !== 'planned' && state === 'planned'),
  );
}

async function updateMessages(trx: Trx, rows: readonly MessageRow[]): Promise<void> {
  const column = <T>(read: (row: MessageRow) => T) => rows.map(read);
  const stamp = (what: Stamp) => column(({ stamps }) => stamps[what]?.toISOString() ?? null);
  await sql`
    update message m set
      state = u.state, attempt = u.attempt, provider_id = u.provider_id, due_at = u.due_at,
      reason = u.reason, error_code = u.error_code, error_text = u.error_text, ended_at = u.ended_at,
      accepted_at = coalesce(m.accepted_at, u.accepted_at), sent_at = coalesce(m.sent_at, u.sent_at),
      delivered_at = coalesce(m.delivered_at, u.delivered_at), read_at = coalesce(m.read_at, u.read_at),
      settled_as = case when u.state = 'unknown' then m.settled_as end,
      settled_at = case when u.state = 'unknown' then m.settled_at end
    from unnest(
      ${column(({ key }) => key.workspaceId)}::integer[], ${column(({ key }) => key.campaignId)}::integer[],
      ${column(({ key }) => key.recipientKey)}::text[], ${column(({ state }) => state)}::text[],
      ${column(({ attempt }) => attempt)}::smallint[], ${column(({ providerId }) => providerId)}::text[],
      ${column(({ dueAt }) => dueAt.toISOString())}::timestamptz[], ${column(({ reason }) => reason)}::text[],
      ${column(({ errorCode }) => errorCode)}::text[], ${column(({ errorText }) => errorText)}::text[],
      ${column(({ endedAt }) => endedAt?.toISOString() ?? null)}::timestamptz[],
      ${stamp('accepted')}::timestamptz[], ${stamp('sent')}::timestamptz[],
      ${stamp('delivered')}::timestamptz[], ${stamp('read')}::timestamptz[]
    ) u(workspace_id, campaign_id, recipient_key, state, attempt, provider_id, due_at, reason, error_code,
      error_text, ended_at, accepted_at, sent_at, delivered_at, read_at)
    where m.workspace_id = u.workspace_id and m.campaign_id = u.campaign_id
      and m.recipient_key = u.recipient_key`.execute(trx);
}

async function deleteFlights(trx: Trx, keys: readonly MessageKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    delete from in_flight f using ${keyList(keys)} where
      f.workspace_id = k.workspace_id and f.campaign_id = k.campaign_id and f.recipient_key = k.recipient_key
    `.execute(trx);
}

/** An attempt that another one follows is remembered: its receipts may still come. */
async function keepPastAttempts(trx: Trx, rows: readonly MessageRow[]): Promise<void> {
  const past = rows.flatMap((row) => row.past.map((attempt) => ({ row, attempt })));
  if (past.length === 0) return;
  await trx
    .insertInto('past_attempt')
    .values(
      past.map(({ row, attempt }) => ({
        workspace_id: row.key.workspaceId,
        campaign_id: row.key.campaignId,
        recipient_key: row.key.recipientKey,
        attempt: attempt.attempt,
        sender_id: row.senderId,
        provider_id: attempt.providerId,
        reason: attempt.reason,
        error_code: attempt.code,
        error_text: attempt.text,
        ended_at: sql<Date>`now()`,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function countDeltas({ key, senderId, before, state }: MessageRow): CountDelta[] {
  if (before === state) return [];
  const of = { workspaceId: key.workspaceId, campaignId: key.campaignId, senderId: senderId ?? 0 };
  return [
    { ...of, state: before, n: -1 },
    { ...of, state, n: 1 },
  ];
}

/** A campaign that has something to send again is neither completed nor swept. */
async function reopenCampaigns(trx: Trx, rows: readonly MessageRow[]): Promise<void> {
  const ids = [...new Set(rows.map(({ key }) => key.campaignId))];
  if (ids.length === 0) return;
  await trx
    .updateTable('campaign')
    .set({
      state: sql`case when state = 'completed' then 'running' else state end`,
      finished_at: sql`case when state = 'completed' then null else finished_at end`,
      swept_at: null,
    })
    .where('id', 'in', ids)
    .execute();
}

/** How many messages of a campaign and number were planned and are accepted now. */
export interface SavedAccepted {
  campaign_id: number;
  sender_id: number | null;
  n: number;
}

/**
 * What `saveMoved` does, for nothing but plain yeses: whoever is planned at that attempt. One
 * statement that joins nothing of its own results but what it has just changed.
 */
export async function saveAccepted(
  trx: Trx,
  workspaceId: number,
  facts: readonly AcceptedFact[],
): Promise<SavedAccepted[]> {
  const { rows } = await sql<SavedAccepted>`
    with saved as (
      update message m set state = 'accepted', provider_id = u.provider_id,
        accepted_at = coalesce(m.accepted_at, u.at::timestamptz),
        reason = null, error_code = null, error_text = null, ended_at = null
      from unnest(
        ${facts.map(({ campaignId }) => campaignId)}::integer[], ${facts.map(({ recipientKey }) => recipientKey)}::text[],
        ${facts.map(({ fact }) => fact.attempt)}::smallint[], ${facts.map(({ fact }) => fact.providerId)}::text[],
        ${facts.map(({ fact }) => fact.at.toISOString())}::text[]
      ) u(campaign_id, recipient_key, attempt, provider_id, at)
      where m.workspace_id = ${workspaceId} and m.campaign_id = u.campaign_id and m.recipient_key = u.recipient_key
        and m.state = 'planned' and m.attempt = u.attempt
      returning m.campaign_id, m.recipient_key, m.attempt, m.sender_id
    ), landed as (
      delete from in_flight f using saved s
      where f.workspace_id = ${workspaceId} and f.campaign_id = s.campaign_id and f.recipient_key = s.recipient_key
    )
    select campaign_id, sender_id, count(*)::integer as n from saved group by campaign_id, sender_id`.execute(
    trx,
  );
  return rows;
}
