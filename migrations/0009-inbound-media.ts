import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  // A file that somebody sent. It goes with the message, and so with the person.
  await sql`
    create table inbound_media (
      inbound_id bigint primary key references inbound_message on delete cascade,
      workspace_id integer not null references workspace,
      sender_id integer not null,
      type text not null,
      mime_type text,
      file_name text,
      -- What its bridge needs to bring it: the message's id, and the file's id or address.
      origin jsonb not null,
      state text not null default 'waiting' constraint inbound_media_state
        check (state in ('waiting', 'kept', 'gone', 'too_large')),
      tries integer not null default 0,
      next_try_at timestamptz not null,
      -- Why it is not here, for people to read.
      note text,
      sha256 text,
      size integer,
      created_at timestamptz not null,
      constraint inbound_media_kept check (
        (state = 'kept') = (sha256 is not null) and (state = 'kept') = (size is not null))
    )`.execute(db);
  await sql`
    create index inbound_media_waiting on inbound_media (next_try_at) where state = 'waiting'`.execute(
    db,
  );

  // They are not kept for ever.
  await sql`
    create index inbound_media_old on inbound_media (created_at) where state = 'kept'`.execute(db);

  // In parts, as one statement with 16 MB in it held the embedded database up for four seconds.
  await sql`
    create table inbound_media_part (
      inbound_id bigint not null references inbound_media on delete cascade,
      n integer not null,
      bytes bytea not null,
      primary key (inbound_id, n)
    )`.execute(db);
  // Pictures and films are compressed already.
  await sql`alter table inbound_media_part alter column bytes set storage external`.execute(db);
}
