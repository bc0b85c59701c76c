import type { Role } from '../domain/roles.ts';
import type { Connection, Database, Trx } from './tables.ts';

export interface KnownOperator {
  id: number;
  workspaceId: number;
  name: string;
  role: Role;
}

/** Who writes on Telegram, in whichever workspace: asked before a workspace is known. */
export async function findOperator(
  connection: Connection,
  telegramUserId: number,
): Promise<KnownOperator | undefined> {
  const row = await connection
    .selectFrom('operator')
    .select(['id', 'workspace_id', 'name', 'role'])
    .where('telegram_user_id', '=', telegramUserId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row && { id: row.id, workspaceId: row.workspace_id, name: row.name, role: row.role };
}

/** The workspace that an unused invitation leads to: where its claim has to be invoked. */
export async function findInviteWorkspace(db: Database, hash: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('operator_invite')
    .select('workspace_id')
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return row?.workspace_id;
}

export function findOperators(connection: Connection, workspaceId: number) {
  return connection
    .selectFrom('operator')
    .select(['id', 'telegram_user_id', 'name', 'role', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** All of them, so that of two owners who remove each other at once one stays. */
export function lockOperators(trx: Trx, workspaceId: number) {
  return findOperatorsToLock(trx, workspaceId).forUpdate().execute();
}

export async function insertOperator(
  trx: Trx,
  workspaceId: number,
  operator: { telegramUserId: number; name: string; role: Role },
): Promise<number | undefined> {
  const row = await trx
    .insertInto('operator')
    .values({
      workspace_id: workspaceId,
      telegram_user_id: operator.telegramUserId,
      name: operator.name,
      role: operator.role,
    })
    .onConflict((conflict) =>
      conflict.column('telegram_user_id').where('removed_at', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function markOperatorRemoved(trx: Trx, workspaceId: number, id: number, at: Date) {
  await trx
    .updateTable('operator')
    .set({ removed_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

export async function insertInvite(
  trx: Trx,
  workspaceId: number,
  invite: { hash: string; role: Role },
): Promise<void> {
  await trx
    .insertInto('operator_invite')
    .values({ ...invite, workspace_id: workspaceId })
    .execute();
}

export async function deleteUnusedInvites(trx: Trx, workspaceId: number): Promise<void> {
  await trx
    .deleteFrom('operator_invite')
    .where('workspace_id', '=', workspaceId)
    .where('used_at', 'is', null)
    .execute();
}

/** The role that the invitation gives; undefined when it was used before or never made. Of two claims at once one gets it. */
export async function useInvite(
  trx: Trx,
  workspaceId: number,
  hash: string,
  at: Date,
): Promise<Role | undefined> {
  const row = await trx
    .updateTable('operator_invite')
    .set({ used_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('role')
    .executeTakeFirst();
  return row?.role;
}

function findOperatorsToLock(trx: Trx, workspaceId: number) {
  return trx
    .selectFrom('operator')
    .select(['id', 'role'])
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .orderBy('id');
}
