import { sql } from 'kysely';
import type { Restriction, SenderStatus } from '../domain/sender.ts';
import { raiseAlert } from './alerts.ts';
import type { Connection, Database, Trx } from './tables.ts';

interface NumberOfWorkspace {
  senderId: number;
  workspaceId: number;
}

/** Takes a number out of service and tells people why; its planned messages stay where they are. */
export async function stopSender(
  db: Database,
  sender: NumberOfWorkspace,
  reason: string,
  at: Date,
): Promise<void> {
  await db
    .transaction()
    .execute((trx) => saveSenderStatus(trx, sender, 'disconnected', reason, at));
}

/** How a number is now. People are told when it is not connected any more, once. */
export async function saveSenderStatus(
  trx: Trx,
  sender: NumberOfWorkspace,
  status: SenderStatus,
  reason: string | null,
  at: Date,
): Promise<void> {
  const before = await lock(trx, sender);
  await save(trx, sender, { status, status_reason: reason });
  if (before?.status !== 'connected' || status === 'connected') return;
  const facts = { reason: reason ?? '' };
  await raiseAlert(trx, { ...sender, kind: 'sender_stopped', facts, at });
}

/** What a number may not do for a while; null when it may do everything again. */
export async function saveRestriction(
  trx: Trx,
  sender: NumberOfWorkspace,
  restriction: Restriction | null,
  at: Date,
): Promise<void> {
  await save(trx, sender, {
    restriction: restriction && {
      kind: restriction.kind,
      reason: restriction.reason,
      ...(restriction.until && { until: restriction.until.toISOString() }),
    },
  });
  if (!restriction) return;
  const { kind, reason, until } = restriction;
  const facts = { restriction: kind, reason, ...(until && { until: until.toISOString() }) };
  await raiseAlert(trx, { ...sender, kind: 'sender_restricted', facts, at });
}

/** What a bridge told of a number, beside what is known of it. What is undefined stays as it is. */
export async function saveSenderFacts(
  trx: Trx,
  { senderId, workspaceId }: NumberOfWorkspace,
  { facts, phone, qr }: SenderFacts,
): Promise<void> {
  if (!facts && phone === undefined && qr === undefined) return;
  await trx
    .updateTable('sender')
    .set({
      ...(facts && { config: sql`config || ${facts}::jsonb` }),
      ...(phone !== undefined && { phone }),
      ...(qr !== undefined && { qr }),
    })
    .where('id', '=', senderId)
    .where('workspace_id', '=', workspaceId)
    .execute();
}

export interface SenderFacts {
  facts?: Readonly<Record<string, unknown>> | undefined;
  phone?: string | undefined;
  qr?: string | null | undefined;
}

function lock(trx: Trx, { senderId, workspaceId }: NumberOfWorkspace) {
  return trx
    .selectFrom('sender')
    .select('status')
    .where('id', '=', senderId)
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirst();
}

async function save(
  connection: Connection,
  { senderId, workspaceId }: NumberOfWorkspace,
  values: { status?: SenderStatus; status_reason?: string | null; restriction?: object | null },
): Promise<void> {
  await connection
    .updateTable('sender')
    .set(values)
    .where('id', '=', senderId)
    .where('workspace_id', '=', workspaceId)
    .execute();
}
