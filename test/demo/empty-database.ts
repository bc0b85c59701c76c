import postgres from 'postgres';
import { Refusal } from '../../src/errors.ts';

/** The demo sends to everybody whom it finds, so it takes no database that anybody uses. */
export async function refuseUsedDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const tables = await sql`
      select 1 from pg_catalog.pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') limit 1`;
    if (tables.length === 0) return;
  } finally {
    await sql.end();
  }
  throw new Refusal(
    'wrong_state',
    'The demo needs an empty database, and the one in DATABASE_URL has tables. Make a new one, unset DATABASE_URL to use the embedded one, or go on with the last demo: npm run demo -- --resume',
  );
}
