import { sql } from 'kysely';
import {
  type Change,
  decide,
  type Fact,
  type MessageState,
  type Purpose,
  type Stamp,
} from '../domain/message.ts';
import { type BlockedReason, blockedMask } from '../domain/suppression.ts';
import { addCounts, type CountDelta } from './counts.ts';
import type { Trx } from './tables.ts';

/** Names a message: one row per campaign and person. */
export interface MessageKey {
  workspaceId: number;
  campaignId: number;
  recipientKey: string;
}

export interface KnownFact extends MessageKey {
  fact: Fact;
}

export interface Moved extends MessageKey {
  from: MessageState;
  to: MessageState;
}

/**
 * The one way in which a message changes its state. Locks the rows in one order (so that two
 * batches never wait for each other), lets `decide` say what each fact changes, writes it, and
 * derives the campaign's counts from the rows that really changed: a repeated batch adds nothing.
 */
export async function move(trx: Trx, facts: readonly KnownFact[]): Promise<Moved[]> {
  if (facts.length === 0) return [];
  await lockCampaignsThatMayReopen(trx, facts);
  const rows = await lockMessages(trx, facts);
  // In a statement of its own: the one that waits for the locks would not see what its wait brought.
  await markInFlight(trx, rows);

  const changed = new Set<Row>();
  for (const { fact, ...key } of facts) {
    const row = rows.get(keyText(key));
    const change = row && decide(row, fact);
    if (!row || !change) continue;
    if (change.keepsAttempt) row.past.push(pastAttempt(row, change));
    apply(row, change);
    changed.add(row);
  }
  await save(trx, [...changed]);
  return [...changed].map(({ key, before, state }) => ({ ...key, from: before, to: state }));
}

/** A message as `move` holds it while it is locked. */
interface Row {
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

interface PastAttempt {
  attempt: number;
  providerId: string | null;
  reason: string | null;
  code: string | null;
  text: string | null;
}

/**
 * What is planned again may reopen a campaign, and completing one looks for planned rows under
 * the campaign's lock. Campaign first, messages second, everywhere: or the two would deadlock.
 */
async function lockCampaignsThatMayReopen(trx: Trx, facts: readonly KnownFact[]): Promise<void> {
  const mayPlan = facts.filter(
    ({ fact: { kind } }) => kind === 'not_written' || kind === 'deferred',
  );
  const ids = [...new Set(mayPlan.map(({ campaignId }) => campaignId))];
  if (ids.length === 0) return;
  await trx
    .selectFrom('campaign')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

async function lockMessages(trx: Trx, facts: readonly MessageKey[]): Promise<Map<string, Row>> {
  const { rows } = await sql<LockedMessage>`
    select m.workspace_id, m.campaign_id, m.recipient_key, m.sender_id, m.state, m.attempt,
      m.provider_id, m.due_at, m.reason, m.error_code, m.error_text, m.ended_at,
      m.accepted_at, m.sent_at, m.delivered_at, m.read_at
    from message m join ${keyList(facts)} on
      m.workspace_id = k.workspace_id and m.campaign_id = k.campaign_id and m.recipient_key = k.recipient_key
    order by m.workspace_id, m.campaign_id, m.recipient_key
    for update of m`.execute(trx);
  return new Map(rows.map((row) => [keyText(keyOf(row)), toRow(row)]));
}

interface LockedMessage {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
  sender_id: number | null;
  state: MessageState;
  attempt: number;
  provider_id: string | null;
  due_at: Date;
  reason: string | null;
  error_code: string | null;
  error_text: string | null;
  ended_at: Date | null;
  accepted_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
}

const stampColumns = ['accepted', 'sent', 'delivered', 'read'] as const satisfies readonly Stamp[];

function toRow(m: LockedMessage): Row {
  return {
    key: keyOf(m),
    before: m.state,
    senderId: m.sender_id,
    state: m.state,
    attempt: m.attempt,
    inFlight: false,
    landed: false,
    stamped: new Set(stampColumns.filter((stamp) => m[`${stamp}_at`] !== null)),
    stamps: {},
    providerId: m.provider_id,
    dueAt: m.due_at,
    reason: m.reason,
    errorCode: m.error_code,
    errorText: m.error_text,
    endedAt: m.ended_at,
    past: [],
  };
}

async function markInFlight(trx: Trx, rows: ReadonlyMap<string, Row>): Promise<void> {
  const keys = [...rows.values()].map(({ key }) => key);
  const { rows: found } = await sql<
    Pick<LockedMessage, 'workspace_id' | 'campaign_id' | 'recipient_key'>
  >`
    select f.workspace_id, f.campaign_id, f.recipient_key
    from in_flight f join ${keyList(keys)} on
      f.workspace_id = k.workspace_id and f.campaign_id = k.campaign_id and f.recipient_key = k.recipient_key
    `.execute(trx);
  for (const flight of found) {
    const row = rows.get(keyText(keyOf(flight)));
    if (row) row.inFlight = true;
  }
}

function pastAttempt(row: Row, change: Change): PastAttempt {
  const { failure } = change;
  return {
    attempt: row.attempt,
    providerId: row.providerId,
    reason: failure?.reason ?? null,
    code: failure?.code ?? null,
    text: failure?.text ?? null,
  };
}

function apply(row: Row, change: Change): void {
  const leaves = row.state !== change.state || change.keepsAttempt;
  row.state = change.state;
  row.attempt = change.attempt;
  if (change.keepsAttempt) row.providerId = null;
  row.providerId = change.providerId ?? row.providerId;
  row.dueAt = change.dueAt ?? row.dueAt;
  if (leaves || change.failure) {
    row.reason = change.failure?.reason ?? null;
    row.errorCode = change.failure?.code ?? null;
    row.errorText = change.failure?.text ?? null;
    row.endedAt = change.endedAt ?? null;
  }
  if (change.stamp && !row.stamped.has(change.stamp.what)) {
    row.stamped.add(change.stamp.what);
    row.stamps[change.stamp.what] = change.stamp.at;
  }
  if (change.lands) {
    row.landed = true;
    row.inFlight = false;
  }
}

async function save(trx: Trx, rows: readonly Row[]): Promise<void> {
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

async function updateMessages(trx: Trx, rows: readonly Row[]): Promise<void> {
  const column = <T>(read: (row: Row) => T) => rows.map(read);
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

export async function deleteFlights(trx: Trx, keys: readonly MessageKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    delete from in_flight f using ${keyList(keys)} where
      f.workspace_id = k.workspace_id and f.campaign_id = k.campaign_id and f.recipient_key = k.recipient_key
    `.execute(trx);
}

/** An attempt that another one follows is remembered: its receipts may still come. */
async function keepPastAttempts(trx: Trx, rows: readonly Row[]): Promise<void> {
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

function countDeltas({ key, senderId, before, state }: Row): CountDelta[] {
  if (before === state) return [];
  const of = { workspaceId: key.workspaceId, campaignId: key.campaignId, senderId: senderId ?? 0 };
  return [
    { ...of, state: before, n: -1 },
    { ...of, state, n: 1 },
  ];
}

/** A campaign that has something to send again is neither completed nor swept. */
async function reopenCampaigns(trx: Trx, rows: readonly Row[]): Promise<void> {
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

/**
 * Skips what is planned for a person, in every campaign that may still send, as far as the
 * suppression `reason` stops it. What a window holds already tells its own end.
 */
export async function skipPlannedOf(
  trx: Trx,
  workspaceId: number,
  contactId: number,
  reason: BlockedReason,
  at: Date,
): Promise<void> {
  const stopped = purposesStoppedBy(reason);
  const { rows } = await sql<{ campaign_id: number; recipient_key: string }>`
    select m.campaign_id, m.recipient_key from campaign c join message m on
      m.workspace_id = c.workspace_id and m.campaign_id = c.id and m.recipient_key = ${String(contactId)}
    where c.workspace_id = ${workspaceId} and c.kind = 'campaign'
      and c.state in ('running', 'paused', 'cancelled') and m.state = 'planned'
    union all
    select m.campaign_id, m.recipient_key from message m
    where m.workspace_id = ${workspaceId} and m.campaign_id = ${-workspaceId} and m.contact_id = ${contactId}
      and m.state = 'planned' and m.purpose <> 'campaign' and m.purpose = any(${stopped}::text[])`.execute(
    trx,
  );
  await move(
    trx,
    rows.map((row) => ({
      workspaceId,
      campaignId: row.campaign_id,
      recipientKey: row.recipient_key,
      fact: { kind: 'skipped', reason, at },
    })),
  );
}

function purposesStoppedBy(reason: BlockedReason): Purpose[] {
  const bit = { opted_out: 1, unsubscribed: 2, blacklisted: 4 }[reason];
  const all = Object.entries(blockedMask) as [Purpose, number][];
  return all.filter(([, mask]) => (mask & bit) !== 0).map(([purpose]) => purpose);
}

/** The keys as a row source named k, for joining. */
function keyList(keys: readonly MessageKey[]) {
  const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  return sql`unnest(
    ${unique.map(({ workspaceId }) => workspaceId)}::integer[],
    ${unique.map(({ campaignId }) => campaignId)}::integer[],
    ${unique.map(({ recipientKey }) => recipientKey)}::text[]
  ) k(workspace_id, campaign_id, recipient_key)`;
}

export function keyText({ campaignId, recipientKey }: MessageKey): string {
  return `${campaignId} ${recipientKey}`;
}

function keyOf(row: {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
}): MessageKey {
  return {
    workspaceId: row.workspace_id,
    campaignId: row.campaign_id,
    recipientKey: row.recipient_key,
  };
}
