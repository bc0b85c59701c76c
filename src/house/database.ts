import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { connectPostgres, type OpenDatabase, openPglite } from '../database/connect.ts';
import { migrate } from '../database/migrate.ts';
import { Refusal } from '../errors.ts';
import { readBootMark } from './boot-mark.ts';
import { pauseAfterPowerCut } from './power-cut.ts';

/** The database by DATABASE_URL or the embedded one, on its newest migration and fit to work with. */
export function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  return config.DATABASE_URL === undefined
    ? openEmbedded(config.DATA_DIR, log)
    : openServer(config.DATABASE_URL);
}

async function openServer(url: string): Promise<OpenDatabase> {
  const database = await connectPostgres(url);
  try {
    await sql`select 1`.execute(database.db);
  } catch (error) {
    await database.close();
    throw unreachable(url, error);
  }
  await migrate(database.db);
  return database;
}

async function openEmbedded(dataDir: string, log: Logger): Promise<OpenDatabase> {
  const database = await openPglite(dataDir);
  await migrate(database.db);
  const mark = await readBootMark(dataDir);
  if (mark.isAfterPowerCut) {
    const paused = await pauseAfterPowerCut(database.db);
    log.warn({ paused }, 'the machine went down under Herald: running campaigns are paused');
  }
  await mark.set();
  return {
    ...database,
    async close() {
      await mark.clear();
      await database.close();
    },
  };
}

function unreachable(url: string, error: unknown): Refusal {
  const { host, pathname } = new URL(url);
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new Refusal(
    'unavailable',
    `The database ${host}${pathname} cannot be used${code}. Check DATABASE_URL, and that the server is running.`,
  );
}
