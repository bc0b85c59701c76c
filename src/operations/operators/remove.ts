import { z } from 'zod';
import { lockOperators, markOperatorRemoved } from '../../database/operators.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';

export const removeOperator = defineOperation({
  name: 'remove_operator',
  summary: 'Take a person off this workspace: the bot no longer obeys them. The last owner stays.',
  scope: 'admin',
  annotations: removes,
  input: z.strictObject({ operator_id: RowId.describe('From list_operators.') }),
  output: z.object({ operator_id: z.int(), removed: z.literal(true) }),

  async handler({ trx, workspaceId, now }, { operator_id }) {
    const operators = await lockOperators(trx, workspaceId);
    const operator = operators.find(({ id }) => id === operator_id);
    if (!operator)
      throw new Refusal('not_found', `No operator ${operator_id}: see list_operators.`);
    const owners = operators.filter(({ role }) => role === 'owner');
    if (operator.role === 'owner' && owners.length === 1) {
      throw new Refusal(
        'wrong_state',
        'This is the last owner: invite another one with create_operator_invite first.',
      );
    }
    await markOperatorRemoved(trx, workspaceId, operator_id, now);
    return { operator_id, removed: true as const };
  },
});
