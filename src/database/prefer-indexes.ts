import { sql } from 'kysely';
import type { Trx } from './tables.ts';

/**
 * Until the transaction ends, rows are found by index, one after the other and in the order in
 * which they are named. Whoever names some hundred rows of a table that grows and shrinks by the
 * second must not depend on statistics: with them the planner of queries read the whole table for
 * each batch (21 µs a row instead of 8), and rows were locked in the order of the heap.
 */
export async function preferIndexes(trx: Trx): Promise<void> {
  await sql`
    select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)`.execute(trx);
}
