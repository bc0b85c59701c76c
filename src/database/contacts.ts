import { type Selectable, sql } from 'kysely';
import { openBits } from './blocked.ts';
import { announceNewContacts } from './newcomers.ts';
import { type Found, matchesContact, type Slice } from './search.ts';
import type { Connection, Tables, Trx } from './tables.ts';

export type Contact = Selectable<Tables['contact']>;

/** Whoever has a number; `key` is what `phoneKey` makes of it. */
export interface Person {
  phone: string;
  key: string;
  /** As somebody wrote it, where that differs. */
  typed?: string | undefined;
  name?: string | undefined;
}

export function findContact(connection: Connection, workspaceId: number, id: number) {
  return select(connection, workspaceId).where('id', '=', id).executeTakeFirst();
}

export function findContactByKey(connection: Connection, workspaceId: number, key: string) {
  return select(connection, workspaceId).where('phone_key', '=', key).executeTakeFirst();
}

export async function findContacts(
  connection: Connection,
  workspaceId: number,
  wanted: { search?: string | undefined; tag?: string | undefined },
  { limit, offset }: Slice,
): Promise<Found<Contact>> {
  let query = connection.selectFrom('contact').where('workspace_id', '=', workspaceId);
  if (wanted.search !== undefined) query = query.where(matchesContact(wanted.search));
  if (wanted.tag !== undefined) query = query.where(sql<boolean>`${wanted.tag} = any(tags)`);
  const rows = await query.selectAll().orderBy('id').limit(limit).offset(offset).execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** A name that is known stays; one that is missing is filled in. */
export async function findOrCreateContact(
  trx: Trx,
  workspaceId: number,
  person: Person,
): Promise<Contact> {
  const known = await findContactByKey(trx, workspaceId, person.key);
  if (known && (known.name !== null || person.name === undefined)) return known;

  await announceNewContacts(trx, workspaceId);
  return trx
    .insertInto('contact')
    .values({
      workspace_id: workspaceId,
      phone_key: person.key,
      phone: person.phone,
      phone_typed: person.typed ?? person.phone,
      name: person.name ?? null,
      attributes: {},
      blocked: openBits(workspaceId, sql`${person.key}`),
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'phone_key']).doUpdateSet({
        name: sql<string | null>`coalesce(contact.name, excluded.name)`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What is undefined stays as it is. */
export interface ContactChanges {
  name?: string | null | undefined;
  email?: string | null | undefined;
  language?: string | null | undefined;
  timezone?: string | null | undefined;
  tags?: string[] | undefined;
  attributes?: Record<string, string> | undefined;
}

export async function saveContact(
  trx: Trx,
  workspaceId: number,
  id: number,
  changes: ContactChanges,
): Promise<Contact> {
  return trx
    .updateTable('contact')
    .set({ ...changes, updated_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** True when there was one. Memberships and received messages go with it; suppressions and the ledger stay. */
export async function deleteContact(trx: Trx, workspaceId: number, id: number): Promise<boolean> {
  const gone = await trx
    .deleteFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

function select(connection: Connection, workspaceId: number) {
  return connection.selectFrom('contact').selectAll().where('workspace_id', '=', workspaceId);
}
