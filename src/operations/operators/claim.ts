import { z } from 'zod';
import { findOperator, insertOperator, useInvite } from '../../database/operators.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { line } from '../text.ts';
import { hashCode } from './invite-code.ts';
import { RoleName, TelegramUserId } from './shapes.ts';

export const claimOperatorInvite = defineOperation({
  name: 'claim_operator_invite',
  summary: 'Use an invitation: whoever sent its code to the bot becomes an operator.',
  scope: 'admin',
  annotations: adds,
  input: z.strictObject({
    code: line(100).describe('From create_operator_invite.'),
    telegram_user_id: TelegramUserId,
    name: line(100).describe('What the person is called.'),
  }),
  output: z.object({
    operator_id: z.int().describe('For remove_operator.'),
    name: z.string(),
    role: RoleName,
  }),

  async handler({ trx, workspaceId, now }, { code, telegram_user_id, name }) {
    if (await findOperator(trx, telegram_user_id)) throw alreadyOperator();
    const role = await useInvite(trx, workspaceId, hashCode(code), now);
    if (!role) {
      throw new Refusal(
        'not_found',
        'This invitation was used before or never made: ask for a new one.',
      );
    }
    const operator = { telegramUserId: telegram_user_id, name, role };
    const operator_id = await insertOperator(trx, workspaceId, operator);
    // Two codes of one person at the same moment: the refusal also gives this code back.
    if (operator_id === undefined) throw alreadyOperator();
    return { operator_id, name, role };
  },
});

function alreadyOperator(): Refusal {
  return new Refusal(
    'conflict',
    'This Telegram account is an operator already. To change its role or workspace, have an owner remove it first.',
  );
}
