import type { PlainRef } from '../../database/ref.ts';
import { findSender, type Sender, type SenderChanges, saveSender } from '../../database/senders.ts';
import type { Connection, Trx } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';
import { nameOf } from '../refs.ts';

/** The number that a caller names. Throws not_found where there is none in this workspace. */
export async function requireSender(
  connection: Connection,
  workspaceId: number,
  ref: PlainRef,
): Promise<Sender> {
  return (await findSender(connection, workspaceId, ref)) ?? refuse(ref);
}

/** Changes the number that a caller names. Throws not_found as requireSender does. */
export async function changeSender(
  trx: Trx,
  workspaceId: number,
  ref: PlainRef,
  changes: SenderChanges,
): Promise<Sender> {
  return (await saveSender(trx, workspaceId, ref, changes)) ?? refuse(ref);
}

/** Changes a number that was found before. */
export function changeFound(
  trx: Trx,
  { workspace_id, id }: Pick<Sender, 'workspace_id' | 'id'>,
  changes: SenderChanges,
): Promise<Sender> {
  return changeSender(trx, workspace_id, { column: 'id', value: id }, changes);
}

function refuse(ref: PlainRef): never {
  throw new Refusal('not_found', `No session ${nameOf(ref)}: see get_whatsapp_status.`);
}
