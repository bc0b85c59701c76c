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
    .where('deleted_at', 'is', null)
    .where(ref.column, '=', ref.value)
    .executeTakeFirst();
}

export function findSenders(connection: Connection, workspaceId: number): Promise<Sender[]> {
  return connection
    .selectFrom('sender')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** One that is not linked now and can be linked anew. */
export function findUnlinkedSender(
  connection: Connection,
  workspaceId: number,
  bridge: string,
): Promise<Sender | undefined> {
  return connection
    .selectFrom('sender')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('bridge', '=', bridge)
    .where('deleted_at', 'is', null)
    .where('status', '<>', 'connected')
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
 * The row of a number as a caller describes it: a new one, or the one that this workspace has or
 * had already, with the new settings. Undefined when the number is another workspace's.
 */
export async function putDescribedSender(
  trx: Trx,
  workspaceId: number,
  described: DescribedSender,
): Promise<Sender | undefined> {
  const { bridge, numberKey, config } = described;
  const revived = await reviveSender(trx, workspaceId, described);
  if (revived) return revived;
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
        .where('deleted_at', 'is', null)
        .doUpdateSet({ config })
        .where('sender.workspace_id', '=', workspaceId),
    )
    .returningAll()
    .executeTakeFirst();
}

/** A number that was deleted gets its row back: late receipts and the pace of its last minutes belong to it. */
async function reviveSender(
  trx: Trx,
  workspaceId: number,
  { bridge, numberKey, config }: DescribedSender,
): Promise<Sender | undefined> {
  const deleted = trx
    .selectFrom('sender')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('bridge', '=', bridge)
    .where('number_key', '=', numberKey)
    .where('deleted_at', 'is not', null);
  const inUse = sql<boolean>`exists (select from sender o where o.bridge = ${bridge}
    and o.number_key = ${numberKey} and o.deleted_at is null)`;
  return trx
    .updateTable('sender')
    .set({ config, deleted_at: null, label: null, risks_acknowledged_at: null, restriction: null })
    .where('id', 'in', deleted)
    .where((eb) => eb.not(inUse))
    .returningAll()
    .executeTakeFirst();
}

/** Of every workspace, as webhooks do not say whose number they are about. */
export function findConfigs(connection: Connection, bridge: string) {
  return connection
    .selectFrom('sender')
    .select(['number_key as numberKey', 'phone', 'config'])
    .where('bridge', '=', bridge)
    .where('deleted_at', 'is', null)
    .execute();
}

export type SenderChanges = Partial<
  Pick<
    Sender,
    | 'label'
    | 'phone'
    | 'status'
    | 'status_reason'
    | 'qr'
    | 'marketing_enabled'
    | 'halted_at'
    | 'deleted_at'
    | 'risks_acknowledged_at'
  >
> & {
  config?: Readonly<Record<string, unknown>>;
  restriction?: object | null;
  /** Kept in the config, beside what stands there. */
  facts?: Readonly<Record<string, unknown>> | undefined;
};

/** Undefined when the workspace has no such sender. */
export function saveSender(
  trx: Trx,
  workspaceId: number,
  ref: PlainRef,
  { facts, ...changes }: SenderChanges,
): Promise<Sender | undefined> {
  return trx
    .updateTable('sender')
    .set({ ...changes, ...(facts && { config: sql`config || ${facts}::jsonb` }) })
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
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
