import { sql } from 'kysely';
import {
  believes,
  type Restriction,
  readRestriction,
  type SenderStatus,
  storedRestriction,
  stricter,
} from '../domain/sender.ts';
import { raiseAlert } from './alerts.ts';
import type { Connection, Database, Trx } from './tables.ts';

interface NumberOfWorkspace {
  senderId: number;
  workspaceId: number;
}

/**
 * Takes a number out of service and tells people why; its planned messages stay where they are.
 * Unless it comes back `byItself`, only a person connects it again, whatever its bridge says.
 */
export async function stopSender(
  db: Database,
  sender: NumberOfWorkspace,
  reason: string,
  at: Date,
  { byItself = false } = {},
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await lock(trx, sender);
    if (!before) return;
    const halted_at = byItself ? before.halted_at : at;
    await save(trx, sender, { status: 'disconnected', status_reason: reason, halted_at });
    if (before.status === 'connected') await tellOfStop(trx, sender, reason, at);
  });
}

export interface ToldStatus {
  status: SenderStatus;
  reason?: string | undefined;
  /** What the code says that came with it. */
  qr?: string | undefined;
}

/**
 * How a number is now, in its bridge's words. People are told when it is not connected any more,
 * once. False when the words do not count, as of a number that was stopped on purpose.
 */
export async function hearSenderStatus(
  trx: Trx,
  sender: NumberOfWorkspace,
  told: ToldStatus,
  at: Date,
): Promise<boolean> {
  const before = await lock(trx, sender);
  if (!before || !believes(before, told)) return false;
  const { status, reason = null } = told;
  await save(trx, sender, { status, status_reason: reason });
  if (before.status === 'connected' && status !== 'connected') {
    await tellOfStop(trx, sender, reason ?? '', at);
  }
  return true;
}

/** What a number may not do for a while; null when it may do everything again. */
export async function saveRestriction(
  trx: Trx,
  sender: NumberOfWorkspace,
  restriction: Restriction | null,
  at: Date,
): Promise<void> {
  const before = await lock(trx, sender);
  if (!before) return;
  const known = readRestriction(before.restriction);
  if (restriction && stricter(known, restriction, at) === known) return;
  await save(trx, sender, { restriction: restriction && storedRestriction(restriction) });
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
    .where('deleted_at', 'is', null)
    .execute();
}

export interface SenderFacts {
  facts?: Readonly<Record<string, unknown>> | undefined;
  phone?: string | undefined;
  qr?: string | null | undefined;
}

async function tellOfStop(
  trx: Trx,
  sender: NumberOfWorkspace,
  reason: string,
  at: Date,
): Promise<void> {
  await raiseAlert(trx, { ...sender, kind: 'sender_stopped', facts: { reason }, at });
}

function lock(trx: Trx, { senderId, workspaceId }: NumberOfWorkspace) {
  return trx
    .selectFrom('sender')
    .select(['status', 'halted_at', 'restriction'])
    .where('id', '=', senderId)
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

async function save(
  connection: Connection,
  { senderId, workspaceId }: NumberOfWorkspace,
  values: {
    status?: SenderStatus;
    status_reason?: string | null;
    halted_at?: Date | null;
    restriction?: object | null;
  },
): Promise<void> {
  await connection
    .updateTable('sender')
    .set(values)
    .where('id', '=', senderId)
    .where('workspace_id', '=', workspaceId)
    .execute();
}
