import { z } from 'zod';
import { revokeToken } from '../../database/tokens.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';
import { IsoTime } from '../text.ts';

export const revokeApiToken = defineOperation({
  name: 'revoke_api_token',
  summary: 'Stop a token from working, at once and for good.',
  scope: 'admin',
  annotations: removes,
  input: z.strictObject({ token_id: RowId.describe('From list_api_tokens.') }),
  output: z.object({
    token_id: z.int().describe('The token that no longer works.'),
    revoked_at: IsoTime,
  }),

  async handler({ trx, workspaceId, now }, { token_id }) {
    const revokedAt = await revokeToken(trx, workspaceId, token_id, now);
    if (!revokedAt) throw new Refusal('not_found', `No token ${token_id}: see list_api_tokens.`);
    return { token_id, revoked_at: revokedAt.toISOString() };
  },
});
