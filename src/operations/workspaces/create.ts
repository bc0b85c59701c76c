import { z } from 'zod';
import { scopes } from '../../context.ts';
import { insertToken } from '../../database/tokens.ts';
import { insertWorkspace } from '../../database/workspaces.ts';
import { checkZone } from '../../domain/time.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Timezone, TokenSecret, WorkspaceName } from './shapes.ts';
import { hashToken, makeToken } from './token-secret.ts';

export const createWorkspace = defineOperation({
  name: 'create_workspace',
  summary:
    'Make another workspace, with contacts, numbers and campaigns of its own, and a token that may ' +
    'do everything in it. The token is shown this once.',
  scope: 'admin',
  secretAnswer: true,
  annotations: adds,
  input: z.strictObject({
    name: WorkspaceName,
    timezone: Timezone.optional(),
  }),
  output: z.object({
    workspace_id: z.int().describe('The new workspace.'),
    name: WorkspaceName,
    timezone: Timezone,
    token: TokenSecret,
  }),

  async handler({ trx, house }, { name, timezone = house.settings.timezone }) {
    checkZone(timezone);
    const workspace_id = await insertWorkspace(trx, name, timezone);
    const token = makeToken();
    await insertToken(trx, workspace_id, { name: 'first', hash: hashToken(token), scopes });
    return { workspace_id, name, timezone, token };
  },
});
