import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { sql } from 'kysely';
import postgres from 'postgres';
import { afterAll, inject } from 'vitest';
import { connectPostgres, type OpenDatabase, openPglite } from '../../src/database/connect.ts';
import type { Database } from '../../src/database/tables.ts';
import { databaseUrl } from './postgres-setup.ts';

/** False in the half of the suite that wants a PostgreSQL on a machine that has none. */
export const hasDatabase =
  inject('pgliteTemplate') !== undefined || inject('postgresServer') !== '';

let opened: Promise<OpenDatabase> | undefined;

/** This test file's own database, empty: ids count from 1 again. */
export async function emptyDatabase(): Promise<OpenDatabase> {
  opened ??= open();
  const database = await opened;
  await truncateAll(database.db);
  return database;
}

afterAll(async () => {
  await (await opened)?.close();
});

async function open(): Promise<OpenDatabase> {
  const template = inject('pgliteTemplate');
  if (template !== undefined) return openPglite(undefined, await openAsBlob(template));
  const server = inject('postgresServer');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template herald_template`);
  await admin.end();
  return connectPostgres(databaseUrl(server, name), 10);
}

async function truncateAll(db: Database): Promise<void> {
  const tables = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely_%'`.execute(db);
  const names = tables.rows.map(({ name }) => name).join(', ');
  await sql`truncate ${sql.raw(names)} restart identity cascade`.execute(db);
}
