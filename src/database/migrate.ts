import { readdir } from 'node:fs/promises';
import { type Migration, Migrator } from 'kysely';
import type { Database } from './tables.ts';

const directory = new URL('../../migrations/', import.meta.url);

/** Brings the database to the newest migration. Several processes may start at once: kysely lets one of them do it. */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(directory)).filter((name) => /^\d{4}-.*\.[jt]s$/.test(name)).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    migrations[file.replace(/\.[jt]s$/, '')] = await import(new URL(file, directory).href);
  }
  return migrations;
}
