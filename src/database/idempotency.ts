import { sql } from 'kysely';
import type { Trx } from './tables.ts';

/** One call, as the program that sends it twice names it. */
export interface CallKey {
  workspaceId: number;
  actor: string;
  action: string;
  key: string;
}

export interface FirstCall {
  inputHash: string;
  /** Undefined while it runs. */
  output: unknown;
}

/** Nobody repeats a call after a week. */
const keptMs = 7 * 24 * 3_600_000;
/** A call that has not ended by then has died with its process. */
const runsMs = 10 * 60_000;

/**
 * Takes a key for a call. Undefined when it is this call's; else what is known of the first one. Of two
 * at once the second waits until the first one's transaction ends.
 */
export async function claimCall(
  trx: Trx,
  call: CallKey,
  inputHash: string,
  at: Date,
): Promise<FirstCall | undefined> {
  await trx
    .deleteFrom('idempotency')
    .where('at', '<', new Date(at.getTime() - keptMs))
    .execute();
  const claimed = await sql`
    insert into idempotency as i (workspace_id, actor, action, key, input_hash, at)
    values (${call.workspaceId}, ${call.actor}, ${call.action}, ${call.key}, ${inputHash}, ${at})
    on conflict (workspace_id, actor, action, key) do update set at = excluded.at, input_hash = excluded.input_hash
      where i.output is null and i.at < ${new Date(at.getTime() - runsMs)}
    returning 1`.execute(trx);
  if (claimed.rows.length > 0) return undefined;
  const first = await findCall(trx, call);
  if (first) return first;
  throw new Error('the first call with this key was freed while this one looked at it');
}

/** What is known of a call with this key, if there was any. */
export async function findCall(trx: Trx, call: CallKey): Promise<FirstCall | undefined> {
  const first = await find(trx, call).executeTakeFirst();
  return first && { inputHash: first.input_hash, output: read(first.output) };
}

/** What the call was answered, for whoever sends it again. */
export async function keepAnswer(trx: Trx, call: CallKey, output: unknown): Promise<void> {
  // Wrapped: a driver would store a bare string or number differently from an object.
  await update(trx, call)
    .set({ output: { answer: output } })
    .execute();
}

/** It has failed, and may be tried again under the same key. */
export async function freeCall(trx: Trx, call: CallKey): Promise<void> {
  await trx
    .deleteFrom('idempotency')
    .where('workspace_id', '=', call.workspaceId)
    .where('actor', '=', call.actor)
    .where('action', '=', call.action)
    .where('key', '=', call.key)
    .execute();
}

function find(trx: Trx, call: CallKey) {
  return trx
    .selectFrom('idempotency')
    .select(['input_hash', 'output'])
    .where('workspace_id', '=', call.workspaceId)
    .where('actor', '=', call.actor)
    .where('action', '=', call.action)
    .where('key', '=', call.key);
}

function update(trx: Trx, call: CallKey) {
  return trx
    .updateTable('idempotency')
    .where('workspace_id', '=', call.workspaceId)
    .where('actor', '=', call.actor)
    .where('action', '=', call.action)
    .where('key', '=', call.key);
}

function read(output: unknown): unknown {
  return typeof output === 'object' && output !== null && 'answer' in output
    ? output.answer
    : undefined;
}
