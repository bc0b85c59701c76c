import { z } from 'zod';
import type { Context } from '../../context.ts';
import {
  cancelDirectMessage,
  type DirectMessage,
  findDirectMessage,
} from '../../database/direct-messages.ts';
import { scheduledStatus } from '../../database/scheduled-messages.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';
import { ScheduledFacts, scheduledFacts } from './scheduled-shapes.ts';

export const cancelScheduledMessage = defineOperation({
  name: 'cancel_scheduled_message',
  summary: 'Cancel a scheduled message that was not sent yet. It cannot be taken up again.',
  scope: 'messages:send',
  annotations: removes,
  input: z.strictObject({
    id: RowId.describe('From list_scheduled_messages.'),
  }),
  output: ScheduledFacts,

  async handler(context, { id }) {
    const message = await requireScheduled(context, id);
    await cancelDirectMessage(context.trx, message, context.now);
    const now = await requireScheduled(context, id);
    const status = scheduledStatus(now);
    // Whoever cancels a second time already has what they wanted.
    if (status === 'cancelled') return scheduledFacts(now);
    throw new Refusal(
      'wrong_state',
      `Message ${id} cannot be cancelled: it is ${wordFor[status]}.`,
      {
        id,
        status,
      },
    );
  },
});

async function requireScheduled({ trx, workspaceId }: Context, id: number): Promise<DirectMessage> {
  const message = await findDirectMessage(trx, workspaceId, id);
  if (message?.scheduled_at) return message;
  throw new Refusal(
    'not_found',
    `There is no scheduled message ${id}: list_scheduled_messages shows those there are.`,
  );
}

const wordFor = {
  pending: 'just being sent',
  sent: 'sent already',
  failed: 'over, as it could not be sent',
  unknown: 'over, and nobody can tell whether it was sent',
} as const;
