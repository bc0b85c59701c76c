import { sql } from 'kysely';
import type { Database } from './tables.ts';

/** Longer than any of our transactions thinks between two statements, as none waits for the outside. */
const silentMaxMs = 5_000;

/**
 * Ends transactions that nobody goes on with. A process that is frozen in one, or whose machine is
 * gone, keeps its locks, a number's lease among them, until the kernel misses it: two hours by
 * default. PostgreSQL's own limit for idle transactions does not see one that waits in the middle
 * of a statement's messages, and asking for it when connecting is refused by PgBouncer.
 */
export async function endStuckTransactions(
  db: Database,
  silentForMs = silentMaxMs,
): Promise<number> {
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and application_name = 'herald'
      and pid <> pg_backend_pid() and xact_start is not null and wait_event = 'ClientRead'
      and state_change < clock_timestamp() - ${silentForMs / 1000}::double precision * interval '1 second'
    `.execute(db);
  return rows.length;
}
