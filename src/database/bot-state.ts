import { sql } from 'kysely';
import type { Database } from './tables.ts';

/** What the bot remembers over a restart: open dialogs, and which messages it keeps up to date. */
export function botStore(db: Database) {
  return {
    async read<T extends object>(key: string): Promise<T | undefined> {
      const row = await db
        .selectFrom('bot_state')
        .select('value')
        .where('key', '=', key)
        .executeTakeFirst();
      // Whoever wrote it under this key knows its shape; nobody else writes here.
      return row?.value as T | undefined;
    },
    async write(key: string, value: object): Promise<void> {
      const changed = { value, updated_at: sql<Date>`now()` };
      await db
        .insertInto('bot_state')
        .values({ key, ...changed })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(changed))
        .execute();
    },
    async delete(key: string): Promise<void> {
      await db.deleteFrom('bot_state').where('key', '=', key).execute();
    },
    /** All keys that begin like this, in the order of the alphabet. */
    async keys(prefix: string): Promise<string[]> {
      const rows = await db
        .selectFrom('bot_state')
        .select('key')
        .where(sql<boolean>`starts_with(key, ${prefix})`)
        .orderBy('key')
        .execute();
      return rows.map(({ key }) => key);
    },
  };
}
