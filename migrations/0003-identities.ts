import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  // One person has several names; each of them leads to one contact.
  await sql`create unique index contact_lid on contact (workspace_id, lid) where lid is not null`.execute(
    db,
  );
  await sql`create unique index contact_bsuid on contact (workspace_id, bsuid) where bsuid is not null`.execute(
    db,
  );
  // What a person at our own phone wrote belongs to the conversation, too, and keeps the auto-reply quiet.
  await sql`alter table inbound_message add column from_us boolean not null default false`.execute(
    db,
  );
}
