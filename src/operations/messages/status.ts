import { z } from 'zod';
import { findDirectMessage } from '../../database/direct-messages.ts';
import { Refusal } from '../../errors.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';
import { MessageFacts, messageFacts } from './shapes.ts';

export const getWhatsappMessageStatus = defineOperation({
  name: 'get_whatsapp_message_status',
  summary:
    'Tell how a single message stands: whether it has left, arrived and was read, or why not. For ' +
    'the messages of a campaign see get_campaign_logs.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    message_id: RowId.describe('From send_whatsapp_message or get_whatsapp_message_logs.'),
  }),
  output: MessageFacts,

  async handler({ trx, workspaceId }, { message_id }) {
    const message = await findDirectMessage(trx, workspaceId, message_id);
    if (message) return messageFacts(message);
    throw new Refusal(
      'not_found',
      `There is no single message ${message_id}: get_whatsapp_message_logs shows the latest.`,
    );
  },
});
