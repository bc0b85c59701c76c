import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table campaign
      -- Whom of the list it is for: tags, exclude_tags, last_contact_days, has_whatsapp_history.
      add column segment jsonb,
      add column on_missing_variable text not null default 'skip' constraint campaign_on_missing_variable
        check (on_missing_variable in ('fail', 'skip', 'default')),
      add column archive_after_send boolean not null default false,
      add column media_url text,
      add column media_type text constraint campaign_media_type check (media_type in ('image', 'video', 'document')),
      add column media_filename text,
      add column is_recurring boolean not null default false,
      add column recurring_cron text,
      add column translate_by_prefix boolean not null default false,
      add constraint campaign_media_has_type check ((media_url is null) = (media_type is null))`.execute(
    db,
  );

  // Messages that somebody should follow up, as the workspace's rules found them.
  await sql`
    create table follow_up (
      inbound_id bigint primary key references inbound_message on delete cascade,
      workspace_id integer not null references workspace,
      level text not null constraint follow_up_level check (level in ('low', 'medium', 'high')),
      -- The words of a rule that were found.
      phrase text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`create index follow_up_of_workspace on follow_up (workspace_id, at)`.execute(db);

  // A file between its preview and its import.
  await sql`
    create table contact_upload (
      id uuid primary key default gen_random_uuid(),
      workspace_id integer not null references workspace,
      file_name text not null,
      content bytea not null,
      created_at timestamptz not null
    )`.execute(db);
}
