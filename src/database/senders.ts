import { type Selectable, sql } from 'kysely';
import type { PlainRef } from './ref.ts';
import type { Connection, Tables, Trx } from './tables.ts';
import { firstSandboxNumber } from './workspaces.ts';

export type Sender = Selectable<Tables['sender']>;

export function findSender(connection: Connection, workspaceId: number, ref: PlainRef) {
  return connection
    .selectFrom('sender')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(ref.column, '=', ref.value)
    .executeTakeFirst();
}

export function findSenders(connection: Connection, workspaceId: number): Promise<Sender[]> {
  return connection
    .selectFrom('sender')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute();
}

/** One that is not linked now and can be linked anew. */
export function findDisconnectedSender(
  connection: Connection,
  workspaceId: number,
  bridge: string,
): Promise<Sender | undefined> {
  return connection
    .selectFrom('sender')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('bridge', '=', bridge)
    .where('status', '=', 'disconnected')
    .orderBy('id')
    .executeTakeFirst();
}

/** A new simulated number: the one after the highest that any workspace has. */
export async function insertSandboxSender(
  trx: Trx,
  workspaceId: number,
  label: string | undefined,
): Promise<Sender> {
  // Two that connect at the same moment must not read the same highest number.
  await sql`select pg_advisory_xact_lock(${sandboxNumbersLock}::int)`.execute(trx);
  const number = await nextSandboxNumber(trx);
  return trx
    .insertInto('sender')
    .values({
      workspace_id: workspaceId,
      bridge: 'sandbox',
      number_key: number,
      label: label ?? null,
      status: 'disconnected',
      config: {},
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface DescribedSender {
  bridge: string;
  numberKey: string;
  config: Readonly<Record<string, unknown>>;
}

/**
 * The row of a number as a caller describes it: a new one, or the one that this workspace has
 * already, with the new settings. Undefined when the number is another workspace's.
 */
export function putDescribedSender(
  trx: Trx,
  workspaceId: number,
  { bridge, numberKey, config }: DescribedSender,
): Promise<Sender | undefined> {
  return trx
    .insertInto('sender')
    .values({
      workspace_id: workspaceId,
      bridge,
      number_key: numberKey,
      status: 'disconnected',
      config,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['bridge', 'number_key'])
        .doUpdateSet({ config })
        .where('sender.workspace_id', '=', workspaceId),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Of every workspace, as webhooks do not say whose number they are about. */
export function findConfigs(connection: Connection, bridge: string) {
  return connection
    .selectFrom('sender')
    .select(['number_key as numberKey', 'phone', 'config'])
    .where('bridge', '=', bridge)
    .execute();
}

export type SenderChanges = Partial<
  Pick<Sender, 'label' | 'phone' | 'status' | 'status_reason' | 'qr' | 'marketing_enabled'>
> & { config?: Readonly<Record<string, unknown>> };

/** Undefined when the workspace has no such sender. */
export function saveSender(
  trx: Trx,
  workspaceId: number,
  ref: PlainRef,
  changes: SenderChanges,
): Promise<Sender | undefined> {
  return trx
    .updateTable('sender')
    .set(changes)
    .where('workspace_id', '=', workspaceId)
    .where(ref.column, '=', ref.value)
    .returningAll()
    .executeTakeFirst();
}

const sandboxNumbersLock = 4_372_513;

async function nextSandboxNumber(trx: Trx): Promise<string> {
  const highest = await trx
    .selectFrom('sender')
    .select(({ fn }) => fn.max('number_key').as('number_key'))
    .where('bridge', '=', 'sandbox')
    .executeTakeFirst();
  return `+${Number((highest?.number_key ?? firstSandboxNumber).slice(1)) + 1}`;
}
