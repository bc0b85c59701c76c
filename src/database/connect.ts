import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import postgres from 'postgres';
import { lockDirectory } from './directory-lock.ts';
import { PGliteDialect } from './pglite-dialect.ts';
import { PostgresDialect } from './postgres-dialect.ts';
import { obeyingPrepared } from './prepared.ts';
import type { Database, Tables } from './tables.ts';

/** An open database, whichever kind, with the wake-up calls of its neighbours. */
export interface OpenDatabase {
  db: Database;
  kind: 'postgres' | 'pglite';
  /** Calls back for every NOTIFY on the channel. A hint only: whoever listens also polls. */
  listen(channel: string, heard: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}

const int8 = 20;
const date = 1082;

/** PostgreSQL by DATABASE_URL. Both drivers read int8 as a number and date as text, so the code above sees one database. */
export async function connectPostgres(url: string, poolMax = 10): Promise<OpenDatabase> {
  const open = (closed = () => {}) =>
    postgres(url, {
      max: 1,
      idle_timeout: 60,
      connect_timeout: 10,
      onclose: closed,
      onnotice: () => {},
      connection: { application_name: 'herald' },
      types: {
        bigint: { to: int8, from: [int8], parse: Number, serialize: String },
        date: { to: date, from: [date], parse: String, serialize: String },
      },
    });
  const dialect = new PostgresDialect((closed) => obeyingPrepared(open(closed)), poolMax);
  const db = new Kysely<Tables>({ dialect });
  const listener = open();
  return {
    db,
    kind: 'postgres',
    async listen(channel, heard) {
      await listener.listen(channel, heard);
    },
    async close() {
      await db.destroy();
      await listener.end({ timeout: 1 });
    },
  };
}

/**
 * PGlite in `<dataDir>/pgdata`, or in memory. It neither locks its directory nor syncs to disk: the
 * lock is ours, and the start-up line says what the second means.
 */
export async function openPglite(
  dataDir?: string,
  loadDataDir?: Blob | File,
): Promise<OpenDatabase> {
  const unlock = dataDir === undefined ? async () => {} : await lockForUs(dataDir);
  const pglite = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir: join(dataDir, 'pgdata') }),
    ...(loadDataDir === undefined ? {} : { loadDataDir }),
    parsers: { [int8]: Number, [date]: String },
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  });
  const db = new Kysely<Tables>({ dialect: new PGliteDialect(pglite) });
  return {
    db,
    kind: 'pglite',
    async listen(channel, heard) {
      await pglite.listen(channel, heard);
    },
    async close() {
      await db.destroy();
      await unlock();
    },
  };
}

async function lockForUs(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return lockDirectory(dataDir);
}
