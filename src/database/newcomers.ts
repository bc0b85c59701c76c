import { sql } from 'kysely';
import type { Trx } from './tables.ts';

/*
 * A new contact reads the open suppressions of its number, and a new suppression looks for the
 * contact with its number. Were both written at the same moment, neither would see the other, and
 * someone who said no would be messaged. A row lock can't help while there is no row, so whoever
 * makes contacts holds this lock shared, and a suppression of a number that nobody has holds it alone.
 */
const lockClass = 4_372_512;

/** Called before contacts are inserted; any number of transactions may insert at once. */
export async function announceNewContacts(trx: Trx, workspaceId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${lockClass}::int, ${workspaceId}::int)`.execute(
    trx,
  );
}

/** No contact comes into being in this workspace until the transaction ends. */
export async function holdOffNewContacts(trx: Trx, workspaceId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockClass}::int, ${workspaceId}::int)`.execute(trx);
}
