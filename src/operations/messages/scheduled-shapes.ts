import { z } from 'zod';
import type { DirectMessage } from '../../database/direct-messages.ts';
import {
  type ScheduledMessage,
  scheduledStatus,
  scheduledStatuses,
} from '../../database/scheduled-messages.ts';
import { IsoTime } from '../text.ts';
import { isoOf } from './shapes.ts';

export const ScheduledFacts = z.object({
  id: z.int().describe('For cancel_scheduled_message.'),
  status: z
    .enum(scheduledStatuses)
    .describe('failed: also whoever had opted out by then. unknown: nobody can tell.'),
  session_id: z.int().nullable(),
  phone: z.string(),
  message_text: z.string(),
  scheduled_at: IsoTime,
  sent_at: IsoTime.nullable(),
  error: z.string().nullable().describe('Why it was not sent, or not yet.'),
});

export const ListedScheduledFacts = ScheduledFacts.extend({
  name: z.string().nullable().describe('Of the person.'),
  session_label: z.string().nullable(),
});

export function scheduledFacts(message: DirectMessage): z.infer<typeof ScheduledFacts> {
  return {
    id: message.id,
    status: scheduledStatus(message),
    session_id: message.sender_id,
    phone: message.address,
    message_text: message.body ?? '',
    scheduled_at: (message.scheduled_at ?? message.due_at).toISOString(),
    sent_at: isoOf(message.accepted_at ?? message.sent_at),
    error: message.error_text ?? message.reason,
  };
}

export function listedScheduledFacts(
  message: ScheduledMessage,
): z.infer<typeof ListedScheduledFacts> {
  return { ...scheduledFacts(message), name: message.name, session_label: message.session };
}
