import { type Kysely, sql } from 'kysely';

// Frozen in time: imports nothing of ours, so that it means the same after the code moves on.
export async function up(db: Kysely<unknown>): Promise<void> {
  // What a program's call was answered, for the same call sent again.
  await sql`
    create table idempotency (
      workspace_id integer not null references workspace,
      actor text not null,
      action text not null,
      key text not null,
      input_hash text not null,
      -- Null while the first call runs.
      output jsonb,
      at timestamptz not null,
      constraint idempotency_once primary key (workspace_id, actor, action, key)
    )`.execute(db);
  await sql`create index idempotency_old on idempotency (at)`.execute(db);
  // What the holder of a token has to confirm: what destroys, everything that sends, or nothing.
  await sql`
    alter table api_token add column confirms text not null default 'destructive'
      constraint api_token_confirms check (confirms in ('destructive', 'always', 'never'))`.execute(
    db,
  );
}
