import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import { endStuckTransactions } from '../../src/database/stuck.ts';
import { emptyDatabase } from '../support/database.ts';

const isEmbedded = inject('pgliteTemplate') !== undefined;

describe.skipIf(isEmbedded)('a connection to PostgreSQL', () => {
  test('that breaks in a transaction takes nothing with it but the transaction', async () => {
    const { db } = await emptyDatabase();
    const broken = db.transaction().execute(async (trx) => {
      await sql`insert into bot_state (key, value) values ('half', '1')`.execute(trx);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
    });

    await expect(broken).rejects.toThrow();

    // Every connection of the pool, and whatever the driver had put off until the next turn.
    const asked = Array.from({ length: 20 }, () => sql`select 1`.execute(db));
    expect(await Promise.all(asked)).toHaveLength(20);
    expect(await db.selectFrom('bot_state').selectAll().execute()).toEqual([]);
  });

  test('that breaks outside of one is replaced', async () => {
    const { db } = await emptyDatabase();
    await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)).rejects.toThrow();
    const asked = Array.from({ length: 20 }, () => sql`select 1`.execute(db));
    expect(await Promise.all(asked)).toHaveLength(20);
  });

  test('is ended when nobody goes on with its transaction, and its locks are free', async () => {
    const { db } = await emptyDatabase();
    await sql`insert into bot_state (key, value) values ('one', '1')`.execute(db);
    let ended = 0;
    const frozen = db.transaction().execute(async (trx) => {
      await sql`update bot_state set value = '2'`.execute(trx);
      // The server may need a moment to find that it waits for its client.
      while (ended === 0) ended = await endStuckTransactions(db, 0);
      await sql`update bot_state set value = '3'`.execute(db);
      await sql`select 1`.execute(trx);
    });

    await expect(frozen).rejects.toThrow();
    expect(ended).toBe(1);
    expect(await db.selectFrom('bot_state').select('value').execute()).toEqual([{ value: 3 }]);
  });

  test('that works is left alone', async () => {
    const { db } = await emptyDatabase();
    const busy = db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      const ended = await endStuckTransactions(db);
      await sql`select 1`.execute(trx);
      return ended;
    });
    expect(await busy).toBe(0);
  });
});
