import type { Caller, House } from '../context.ts';
import { findToken } from '../database/tokens.ts';
import { hashToken } from '../operations/workspaces/token-secret.ts';

/** Asked on every request and kept nowhere: a revoked token ends with its revocation. */
export function identifyBy(house: House): (token: string) => Promise<Caller | undefined> {
  return async (token) => {
    const known = await findToken(house.db, hashToken(token));
    if (!known) return undefined;
    const { id, name, workspaceId, scopes, confirms } = known;
    return { house, actor: { kind: 'token', id, name }, workspaceId, scopes, confirms };
  };
}
