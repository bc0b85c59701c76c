import { z } from 'zod';
import type { DirectMessage } from '../../database/direct-messages.ts';
import type { MessageState } from '../../domain/message.ts';
import { mediaTypes, type OutboundContent } from '../../domain/outbound.ts';
import { messageTextMax } from '../../domain/template.ts';
import { SenderRef } from '../refs.ts';
import { IsoTime, line, text } from '../text.ts';

/** What people get, as it is written. */
export const Words = text(messageTextMax);

export const SendingSession = SenderRef.describe(
  'The number to send from, by get_whatsapp_status. Without it: the first that is connected.',
);

/** Becomes part of a message's token, for which bridges have 512 characters. */
export const IdempotencyKey = line(200).describe(
  'A name of your own for this message: the same again sends nothing more and answers how the first one stands.',
);

export const PageOfLog = z
  .int()
  .min(1)
  .max(50)
  .default(1)
  .describe('Which page, counted from 1, the newest first.');

/** How a message stands, in fewer words than the engine has for it. */
export const messageStatuses = [
  'queued',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
  'unknown',
] as const;
export const MessageStatus = z
  .enum(messageStatuses)
  .describe(
    'queued: not handed to WhatsApp yet. sent: handed over. skipped: left out, reason says why. ' +
      'unknown: nobody can tell whether it arrived.',
  );

export function statusOf(state: MessageState): z.infer<typeof MessageStatus> {
  if (state === 'planned') return 'queued';
  return state === 'accepted' ? 'sent' : state;
}

export const MessageFacts = z.object({
  message_id: z.int().describe('For get_whatsapp_message_status.'),
  status: MessageStatus,
  phone: z.string(),
  session_id: z.int().nullable().describe('The number that it is sent from.'),
  text: z.string().nullable(),
  media_url: z.string().nullable(),
  media_type: z.enum(mediaTypes).nullable(),
  archive_after_send: z
    .boolean()
    .describe('Whether the chat is archived afterwards; false where the bridge cannot.'),
  attempt: z.int().describe('1 unless it was tried again.'),
  reason: z.string().nullable().describe('Why it failed, was skipped, is late or in doubt.'),
  error_code: z.string().nullable().describe('What the bridge called it.'),
  error_text: z.string().nullable(),
  due_at: IsoTime.describe('When it may leave at the earliest.'),
  sent_at: IsoTime.nullable(),
  delivered_at: IsoTime.nullable(),
  read_at: IsoTime.nullable(),
});

export function messageFacts(message: DirectMessage): z.infer<typeof MessageFacts> {
  return {
    message_id: message.id,
    status: statusOf(message.state),
    phone: message.address,
    session_id: message.sender_id,
    text: message.body,
    ...mediaFacts(message.content),
    archive_after_send: message.archive_after_send ?? false,
    attempt: message.attempt,
    reason: message.reason,
    error_code: message.error_code,
    error_text: message.error_text,
    due_at: message.due_at.toISOString(),
    sent_at: isoOf(message.accepted_at ?? message.sent_at),
    delivered_at: isoOf(message.delivered_at),
    read_at: isoOf(message.read_at),
  };
}

export function mediaFacts(content: OutboundContent | null) {
  if (content?.kind !== 'media') return { media_url: null, media_type: null };
  const { type, source } = content.media;
  return { media_url: 'url' in source ? source.url : null, media_type: type };
}

export function isoOf(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
