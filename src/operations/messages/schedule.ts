import { z } from 'zod';
import type { Context } from '../../context.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { parseTime } from '../../domain/time.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { line, Phone } from '../text.ts';
import { planMessage } from './plan.ts';
import { ScheduledFacts, scheduledFacts } from './scheduled-shapes.ts';
import { IdempotencyKey, Words } from './shapes.ts';

export const createScheduledMessage = defineOperation({
  name: 'create_scheduled_message',
  summary:
    'Have one person sent a WhatsApp message at a later time. Whoever has opted out by then gets ' +
    'nothing. Undo with cancel_scheduled_message.',
  scope: 'messages:send',
  sends: true,
  annotations: adds,
  input: z.strictObject({
    session_id: SenderRef.describe('The number to send from, by get_whatsapp_status.'),
    phone: Phone,
    message_text: Words.refine((text) => text.trim() !== '', 'is empty').describe(
      'What the person gets, as it is: nothing is filled in.',
    ),
    scheduled_at: line(40).describe(
      'When, like 2026-03-05T09:00:00; the time of the workspace, unless it has an offset.',
    ),
    idempotency_key: IdempotencyKey.optional(),
  }),
  output: ScheduledFacts,

  async handler(context, input) {
    const message = await planMessage(context, {
      phone: input.phone,
      sessionRef: input.session_id,
      content: { kind: 'text', text: input.message_text },
      dueAt: await readFutureTime(context, input.scheduled_at),
      isScheduled: true,
      idempotencyKey: input.idempotency_key,
    });
    return scheduledFacts(message);
  },
});

async function readFutureTime({ trx, workspaceId, now }: Context, text: string): Promise<Date> {
  const { timezone } = await findWorkspace(trx, workspaceId);
  const at = parseTime(text, timezone);
  if (at > now) return at;
  throw new Refusal(
    'invalid_input',
    `scheduled_at (${at.toISOString()}) lies in the past: give a later time, or send it now with send_whatsapp_message.`,
  );
}
