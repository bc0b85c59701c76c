import { z } from 'zod';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';
import { awaitResult } from './await-result.ts';
import { contentFields, readContent } from './content.ts';
import { planMessage } from './plan.ts';
import { IdempotencyKey, MessageFacts, messageFacts, SendingSession } from './shapes.ts';

export const sendWhatsappMessage = defineOperation({
  name: 'send_whatsapp_message',
  summary:
    'Send one person a WhatsApp message now: a text, or a file by its address. It passes campaigns, ' +
    'keeps to the pace of the number, and is refused for whoever has opted out. The answer says ' +
    'sent once WhatsApp has it; queued means that it leaves by itself: do not send it again.',
  scope: 'messages:send',
  sends: true,
  annotations: adds,
  input: z.strictObject({
    phone: Phone,
    ...contentFields,
    session_id: SendingSession.optional(),
    archive_after_send: z
      .boolean()
      .default(false)
      .describe('Put the chat out of sight on our own phone afterwards, where the bridge can.'),
    idempotency_key: IdempotencyKey.optional(),
  }),
  output: MessageFacts,

  async steps(context, input) {
    const wanted = {
      phone: input.phone,
      sessionRef: input.session_id,
      content: readContent(input),
      archiveAfterSend: input.archive_after_send,
      idempotencyKey: input.idempotency_key,
      dueAt: context.now,
    };
    const planned = await context.transaction((trx) => planMessage({ ...context, trx }, wanted));
    return messageFacts(await awaitResult(context, planned));
  },
});
