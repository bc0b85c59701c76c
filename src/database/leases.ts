import { sql } from 'kysely';
import type { Database, Trx } from './tables.ts';

/**
 * How long a number belongs to the process that took it. Short, so that a dead owner's number is
 * silent for about a second; expiring too early costs time and never correctness, because a
 * window opens only under the epoch.
 */
export const leaseTtlMs = 1200;

export interface Lease {
  senderId: number;
  workspaceId: number;
  epoch: number;
  /** How long from now the number has to stay silent: what the previous owner may have spent. */
  silentMs: number;
}

/**
 * Takes a number that nobody holds, or undefined. The epoch rises with every owner. Clocks are
 * the database's alone; an expiry far in the future is a clock that was set back, and no lease.
 */
export async function takeLease(
  db: Database,
  sender: { senderId: number; workspaceId: number },
  owner: string,
): Promise<Lease | undefined> {
  const { rows } = await sql<{ epoch: number; silent_ms: number }>`
    insert into sender_lease as l (sender_id, workspace_id, owner, epoch, expires_at, next_at)
    values (${sender.senderId}, ${sender.workspaceId}, ${owner}, 1,
      clock_timestamp() + ${interval(leaseTtlMs)}, clock_timestamp())
    on conflict (sender_id) do update set
      owner = excluded.owner, epoch = l.epoch + 1, expires_at = excluded.expires_at
    where l.expires_at <= clock_timestamp() or l.expires_at > clock_timestamp() + ${interval(2 * leaseTtlMs)}
    returning epoch, (extract(epoch from next_at - clock_timestamp()) * 1000)::double precision as silent_ms
    `.execute(db);
  const row = rows[0];
  return row && { ...sender, epoch: row.epoch, silentMs: Math.max(0, row.silent_ms) };
}

/**
 * Fence, renewal and memory in one: whoever holds this row under his epoch may open a window in
 * the same transaction. False when the number belongs to somebody else by now.
 */
export async function holdLease(
  trx: Trx,
  lease: { senderId: number; epoch: number },
  owner: string,
  silentMs: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sender_lease set
      expires_at = clock_timestamp() + ${interval(leaseTtlMs)},
      next_at = clock_timestamp() + ${interval(silentMs)}
    where sender_id = ${lease.senderId} and epoch = ${lease.epoch} and owner = ${owner}
      and expires_at > clock_timestamp()`.execute(trx);
  return numAffectedRows === 1n;
}

/** Renews whatever this process holds, in one statement; answers the numbers it still holds. */
export async function renewLeases(db: Database, owner: string): Promise<number[]> {
  const { rows } = await sql<{ sender_id: number }>`
    update sender_lease set expires_at = clock_timestamp() + ${interval(leaseTtlMs)}
    where owner = ${owner} and expires_at > clock_timestamp()
    returning sender_id`.execute(db);
  return rows.map(({ sender_id }) => sender_id);
}

/** Gives a number back, so that nobody has to wait for it to expire. */
export async function dropLease(
  db: Database,
  lease: { senderId: number; epoch: number },
  owner: string,
): Promise<void> {
  await sql`
    update sender_lease set expires_at = clock_timestamp()
    where sender_id = ${lease.senderId} and epoch = ${lease.epoch} and owner = ${owner}`.execute(
    db,
  );
}

function interval(ms: number) {
  return sql`${ms / 1000}::double precision * interval '1 second'`;
}

/** Numbers whose owner is gone and has left windows open. */
export async function findDeadOwners(
  db: Database,
): Promise<{ senderId: number; workspaceId: number }[]> {
  const { rows } = await sql<{ sender_id: number; workspace_id: number }>`
    select l.sender_id, l.workspace_id from sender_lease l
    where (l.expires_at <= clock_timestamp() or l.expires_at > clock_timestamp() + ${interval(2 * leaseTtlMs)})
      and exists (select from in_flight f where f.sender_id = l.sender_id)`.execute(db);
  return rows.map((row) => ({ senderId: row.sender_id, workspaceId: row.workspace_id }));
}
