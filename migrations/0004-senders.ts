import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sender
      -- A deleted number keeps its row, as messages and people's answers name it.
      add column deleted_at timestamptz,
      -- Herald or an operator stopped it: whatever its bridge says, only a person connects it again.
      add column halted_at timestamptz,
      -- When somebody accepted what may happen to a number on an unofficial bridge.
      add column risks_acknowledged_at timestamptz`.execute(db);

  // Still house wide, but a number that one workspace has deleted may be connected by another.
  await sql`alter table sender drop constraint sender_number_once`.execute(db);
  await sql`
    create unique index sender_number_once on sender (bridge, number_key) where deleted_at is null`.execute(
    db,
  );
}
