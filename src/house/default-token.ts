import { scopes } from '../context.ts';
import type { Database, Trx } from '../database/tables.ts';
import { lockWorkspace } from '../database/workspaces.ts';
import { hashToken, makeToken } from '../operations/workspaces/token-secret.ts';

/** Where the person at the terminal finds the token of the first workspace. */
export type DefaultToken =
  | { from: 'environment' }
  | { from: 'now'; token: string }
  | { from: 'before' };

const name = 'default';

/**
 * API_TOKEN rules where it is set: it is valid, and the one that was there before is not. Where
 * it is not set, a token is made once; a revoked one is not replaced, as somebody wanted that.
 */
export function keepDefaultToken(
  db: Database,
  workspaceId: number,
  configured: string | undefined,
  now: Date,
): Promise<DefaultToken> {
  return db.transaction().execute(async (trx) => {
    // Several processes may start at once: one of them makes the token and shows it.
    await lockWorkspace(trx, workspaceId);
    if (configured !== undefined) {
      await replaceDefault(trx, workspaceId, hashToken(configured), now);
      return { from: 'environment' };
    }
    if (await hasDefault(trx, workspaceId)) return { from: 'before' };
    const token = makeToken();
    await allow(trx, workspaceId, hashToken(token));
    return { from: 'now', token };
  });
}

async function hasDefault(trx: Trx, workspaceId: number): Promise<boolean> {
  const found = await trx
    .selectFrom('api_token')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .executeTakeFirst();
  return found !== undefined;
}

async function replaceDefault(
  trx: Trx,
  workspaceId: number,
  hash: string,
  now: Date,
): Promise<void> {
  await allow(trx, workspaceId, hash);
  await trx
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .where('hash', '<>', hash)
    .where('revoked_at', 'is', null)
    .execute();
}

async function allow(trx: Trx, workspaceId: number, hash: string): Promise<void> {
  const granted = { scopes: [...scopes], revoked_at: null };
  await trx
    .insertInto('api_token')
    .values({ workspace_id: workspaceId, name, hash, ...granted })
    .onConflict((conflict) =>
      // Whose token it is does not change: a workspace never gets another one's by configuration.
      conflict
        .column('hash')
        .doUpdateSet(granted)
        .where('api_token.workspace_id', '=', workspaceId),
    )
    .execute();
}
