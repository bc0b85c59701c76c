import { type ContactList, findList, lockList } from '../../database/lists.ts';
import type { Ref } from '../../database/ref.ts';
import type { Connection, Trx } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';
import { nameOf } from '../refs.ts';

/** The list that a caller names. Throws not_found where there is none in this workspace. */
export async function requireList(
  connection: Connection,
  workspaceId: number,
  ref: Ref,
): Promise<ContactList> {
  return (await findList(connection, workspaceId, ref)) ?? refuse(ref);
}

/** As requireList, and nobody else changes it until the transaction ends. */
export async function requireListLocked(
  trx: Trx,
  workspaceId: number,
  ref: Ref,
): Promise<ContactList> {
  return (await lockList(trx, workspaceId, ref)) ?? refuse(ref);
}

function refuse(ref: Ref): never {
  throw new Refusal('not_found', `No list ${nameOf(ref)}: see list_contact_lists.`);
}
