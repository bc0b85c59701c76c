import { sql } from 'kysely';
import type { Connection, Trx } from './tables.ts';

/** The one number that every workspace of the sandbox starts with. */
export const firstSandboxNumber = '+34910000001';

/**
 * What a fresh database gets: one workspace with its standing direct campaign and, where the
 * sandbox is on, one connected simulated number. Harmless when it is there already.
 */
export async function makeFirstWorkspace(
  trx: Trx,
  options: { timezone: string; sandbox: boolean },
) {
  // Several processes may start on an empty database at once.
  await sql`select pg_advisory_xact_lock(${4_372_511})`.execute(trx);
  const found = await trx.selectFrom('workspace').select('id').orderBy('id').executeTakeFirst();
  if (found) return found.id;

  const workspaceId = await insertWorkspace(trx, 'Herald', options.timezone);
  if (options.sandbox) await insertFirstNumber(trx, workspaceId);
  return workspaceId;
}

export async function insertWorkspace(trx: Trx, name: string, timezone: string): Promise<number> {
  const { id } = await trx
    .insertInto('workspace')
    .values({ name, timezone })
    .returning('id')
    .executeTakeFirstOrThrow();
  await insertDirectCampaign(trx, id);
  return id;
}

export function findWorkspace(connection: Connection, workspaceId: number) {
  return connection
    .selectFrom('workspace')
    .select(['id', 'name', 'timezone'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
}

/** Holds the workspace's settings still until the transaction ends. */
export async function lockWorkspace(trx: Trx, workspaceId: number): Promise<void> {
  await trx
    .selectFrom('workspace')
    .select('id')
    .where('id', '=', workspaceId)
    .forNoKeyUpdate()
    .execute();
}

export async function saveWorkspace(
  trx: Trx,
  workspaceId: number,
  changes: { name?: string; timezone?: string },
): Promise<void> {
  await trx.updateTable('workspace').set(changes).where('id', '=', workspaceId).execute();
}

/** Replies, confirmations and single messages hang on it. Its id is the workspace's, negative, so that campaigns count from 1. */
async function insertDirectCampaign(trx: Trx, workspaceId: number): Promise<void> {
  await trx
    .insertInto('campaign')
    .values({
      id: -workspaceId,
      workspace_id: workspaceId,
      kind: 'direct',
      state: 'running',
      name: 'Direct messages',
      message_text: '',
      started_at: sql`now()`,
      planned_at: sql`now()`,
      created_by: 'system',
    })
    .execute();
}

async function insertFirstNumber(trx: Trx, workspaceId: number): Promise<void> {
  await trx
    .insertInto('sender')
    .values({
      workspace_id: workspaceId,
      bridge: 'sandbox',
      number_key: firstSandboxNumber,
      phone: firstSandboxNumber,
      label: 'Sandbox number',
      status: 'connected',
      config: {},
    })
    .execute();
}
