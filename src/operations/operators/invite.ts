import { z } from 'zod';
import { insertInvite } from '../../database/operators.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { hashCode, makeCode } from './invite-code.ts';
import { RoleName } from './shapes.ts';

export const createOperatorInvite = defineOperation({
  name: 'create_operator_invite',
  summary:
    'Make an invitation for one person to work in this workspace from Telegram. They send its ' +
    'code to the bot. It is shown this once and works once.',
  scope: 'admin',
  secretAnswer: true,
  annotations: adds,
  input: z.strictObject({ role: RoleName }),
  output: z.object({
    code: z.string().describe('For the person who is invited. Kept nowhere.'),
    role: RoleName,
  }),

  async handler({ trx, workspaceId }, { role }) {
    const code = makeCode();
    await insertInvite(trx, workspaceId, { hash: hashCode(code), role });
    return { code, role };
  },
});
