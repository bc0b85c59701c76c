import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  // A draft from before approval was required has not been approved.
  await sql`alter table campaign add column approved_at timestamptz`.execute(db);
}
