import { z } from 'zod';
import { findTokens } from '../../database/tokens.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { IsoTime } from '../text.ts';
import { ConfirmsPolicy, TokenName } from './shapes.ts';

export const listApiTokens = defineOperation({
  name: 'list_api_tokens',
  summary:
    "List this workspace's tokens, the revoked ones too. The tokens themselves are not kept.",
  scope: 'admin',
  annotations: looks,
  input: z.strictObject({}),
  output: z.object({
    tokens: z.array(
      z.object({
        token_id: z.int().describe('For revoke_api_token.'),
        name: TokenName,
        scopes: z.array(z.string()).describe('What the token may do.'),
        confirms: ConfirmsPolicy,
        created_at: IsoTime,
        revoked_at: IsoTime.nullable().describe('Null while the token works.'),
      }),
    ),
  }),

  async handler({ trx, workspaceId }) {
    const tokens = await findTokens(trx, workspaceId);
    return {
      tokens: tokens.map(({ id, name, scopes, confirms, created_at, revoked_at }) => ({
        token_id: id,
        name,
        scopes,
        confirms,
        created_at: created_at.toISOString(),
        revoked_at: revoked_at?.toISOString() ?? null,
      })),
    };
  },
});
