import { type Scope, scopes } from '../context.ts';
import type { ConfirmPolicy } from '../domain/confirm-policy.ts';
import type { Connection, Database, Trx } from './tables.ts';

export interface KnownToken {
  id: number;
  workspaceId: number;
  name: string;
  scopes: ReadonlySet<Scope>;
  confirms: ConfirmPolicy;
}

/** Whose token this is, in whichever workspace: the one question asked before a workspace is known. */
export async function findToken(db: Database, hash: string): Promise<KnownToken | undefined> {
  const row = await db
    .selectFrom('api_token')
    .select(['id', 'workspace_id', 'name', 'scopes', 'confirms'])
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const granted = new Set(scopes.filter((scope) => row.scopes.includes(scope)));
  const { id, workspace_id: workspaceId, name, confirms } = row;
  return { id, workspaceId, name, scopes: granted, confirms };
}

export async function insertToken(
  trx: Trx,
  workspaceId: number,
  token: { name: string; hash: string; scopes: readonly Scope[]; confirms?: ConfirmPolicy },
): Promise<number> {
  const { id } = await trx
    .insertInto('api_token')
    .values({ ...token, scopes: [...token.scopes], workspace_id: workspaceId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function findTokens(connection: Connection, workspaceId: number) {
  return connection
    .selectFrom('api_token')
    .select(['id', 'name', 'scopes', 'confirms', 'created_at', 'revoked_at'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute();
}

/** When it was revoked, now or before; undefined when there is no such token. */
export async function revokeToken(
  trx: Trx,
  workspaceId: number,
  id: number,
  at: Date,
): Promise<Date | undefined> {
  const row = await trx
    .updateTable('api_token')
    .set(({ fn, val }) => ({ revoked_at: fn.coalesce('revoked_at', val(at)) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('revoked_at')
    .executeTakeFirst();
  return row?.revoked_at ?? undefined;
}
