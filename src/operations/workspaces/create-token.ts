import { z } from 'zod';
import { scopes } from '../../context.ts';
import { insertToken } from '../../database/tokens.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { ConfirmsPolicy, Scopes, TokenName, TokenSecret } from './shapes.ts';
import { hashToken, makeToken } from './token-secret.ts';

export const createApiToken = defineOperation({
  name: 'create_api_token',
  summary: 'Make a token for a program that works in this workspace. It is shown this once.',
  scope: 'admin',
  secretAnswer: true,
  annotations: adds,
  input: z.strictObject({
    name: TokenName,
    scopes: Scopes.min(1)
      .default(scopes.filter((scope) => scope !== 'admin'))
      .describe('What the token may do. When left out: everything but admin.'),
    confirms: ConfirmsPolicy.default('destructive'),
  }),
  output: z.object({
    token_id: z.int().describe('For revoke_api_token.'),
    name: TokenName,
    scopes: Scopes.describe('What the token may do.'),
    confirms: ConfirmsPolicy,
    token: TokenSecret,
  }),

  async handler({ trx, workspaceId }, input) {
    const token = makeToken();
    const { name, confirms } = input;
    const granted = { name, confirms, scopes: [...new Set(input.scopes)] };
    const token_id = await insertToken(trx, workspaceId, { ...granted, hash: hashToken(token) });
    return { token_id, ...granted, token };
  },
});
