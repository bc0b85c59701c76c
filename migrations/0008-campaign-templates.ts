import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  // A campaign with a template of WhatsApp's: message_text then is what people read of it.
  await sql`
    alter table campaign
      add column template_id integer references message_template on delete restrict,
      add column template_params jsonb`.execute(db);
  // WhatsApp pauses a template, and its campaigns have to stop.
  await sql`create index campaign_of_template on campaign (template_id) where template_id is not null`.execute(
    db,
  );
}
