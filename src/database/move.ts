import { sql } from 'kysely';
import {
  type Change,
  decide,
  type Fact,
  type MessageState,
  repeatedReason,
  type Stamp,
} from '../domain/message.ts';
import { keyList, keyOf, keyText, type MessageKey } from './message-key.ts';
import { type MessageRow, type PastAttempt, saveMoved } from './move-save.ts';
import type { Trx } from './tables.ts';

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

  const changed = new Set<MessageRow>();
  for (const { fact, ...key } of facts) {
    const row = rows.get(keyText(key));
    const change = row && decide({ ...row, isRepeated: row.reason === repeatedReason }, fact);
    if (!row || !change) continue;
    if (change.keepsAttempt) row.past.push(pastAttempt(row, change));
    apply(row, change);
    changed.add(row);
  }
  await saveMoved(trx, [...changed]);
  return [...changed].map(({ key, before, state }) => ({ ...key, from: before, to: state }));
}

/** Facts that may plan a message again. */
const replanning: ReadonlySet<Fact['kind']> = new Set([
  'not_written',
  'deferred',
  'retried',
  'repeated',
]);

/**
 * What is planned again may reopen a campaign, and completing one looks for planned rows under
 * the campaign's lock. Campaign first, messages second, everywhere: or the two would deadlock.
 */
async function lockCampaignsThatMayReopen(trx: Trx, facts: readonly KnownFact[]): Promise<void> {
  const mayPlan = facts.filter(({ fact: { kind } }) => replanning.has(kind));
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

async function lockMessages(
  trx: Trx,
  facts: readonly MessageKey[],
): Promise<Map<string, MessageRow>> {
  const { rows } = await sql<LockedMessage>`
    select m.workspace_id, m.campaign_id, m.recipient_key, m.sender_id, m.state, m.attempt,
      m.provider_id, m.due_at, m.reason, m.error_code, m.error_text, m.ended_at,
      m.accepted_at, m.sent_at, m.delivered_at, m.read_at
    from message m join ${keyList(facts)} on
      m.workspace_id = k.workspace_id and m.campaign_id = k.campaign_id and m.recipient_key = k.recipient_key
    order by m.workspace_id, m.campaign_id, m.recipient_key collate "C"
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

function toRow(m: LockedMessage): MessageRow {
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

async function markInFlight(trx: Trx, rows: ReadonlyMap<string, MessageRow>): Promise<void> {
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

function pastAttempt(row: MessageRow, change: Change): PastAttempt {
  const { failure } = change;
  return {
    attempt: row.attempt,
    providerId: row.providerId,
    reason: failure?.reason ?? null,
    code: failure?.code ?? null,
    text: failure?.text ?? null,
  };
}

function apply(row: MessageRow, change: Change): void {
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
