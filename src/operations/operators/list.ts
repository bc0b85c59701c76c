import { z } from 'zod';
import { findOperators } from '../../database/operators.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { IsoTime } from '../text.ts';
import { RoleName, TelegramUserId } from './shapes.ts';

export const listOperators = defineOperation({
  name: 'list_operators',
  summary: 'List the people who may work in this workspace from Telegram.',
  scope: 'admin',
  annotations: looks,
  input: z.strictObject({}),
  output: z.object({
    operators: z.array(
      z.object({
        operator_id: z.int().describe('For remove_operator.'),
        telegram_user_id: TelegramUserId,
        name: z.string(),
        role: RoleName,
        since: IsoTime,
      }),
    ),
  }),

  async handler({ trx, workspaceId }) {
    const operators = await findOperators(trx, workspaceId);
    return {
      operators: operators.map(({ id, created_at, ...operator }) => ({
        operator_id: id,
        ...operator,
        since: created_at.toISOString(),
      })),
    };
  },
});
