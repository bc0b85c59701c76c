import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  // What a message is called that is leaving, where we choose it: a dead owner tells nobody.
  await sql`alter table in_flight add column provider_id text`.execute(db);
  // Messages that go out once more under the id that they may have left with: few, and never for long.
  await sql`
    create index message_repeated on message (ended_at) where state = 'planned' and reason = 'repeated'`.execute(
    db,
  );
}
