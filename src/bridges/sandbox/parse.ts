import { createHash } from 'node:crypto';
import { z } from 'zod';
import { senderStatuses } from '../../domain/sender.ts';
import { Refusal } from '../../errors.ts';
import type { BridgeEvent, EventItem } from '../bridge.ts';
import { sandboxFailureClass } from './errors.ts';

/** Takes one HTTP post apart. An item that cannot be read is kept as it came; only a post that is no envelope is refused. */
export function splitSandboxPost(body: unknown): EventItem[] {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) {
    throw new Refusal(
      'invalid_input',
      'A sandbox post is { instance: <number>, events: [ … ] }; this one is something else.',
    );
  }
  const { instance, events } = envelope.data;
  return events.map((payload) => itemOf(instance, payload));
}

/** What a stored item means; undefined when it is of a type or shape that this version does not know. */
export function parseSandboxItem(payload: unknown): BridgeEvent | undefined {
  const parsed = Item.safeParse(payload);
  return parsed.success ? meaningOf(parsed.data) : undefined;
}

const word = z.string().min(1);
const common = { id: word, at: z.iso.datetime({ offset: true }) };

const StatusItem = z.object({
  ...common,
  type: z.literal('status'),
  message_id: word,
  token: z.string().exactOptional(),
  status: z.enum(['accepted', 'sent', 'delivered', 'read', 'failed']),
  error: z.object({ code: word, text: z.string() }).exactOptional(),
});

const MessageItem = z.object({
  ...common,
  type: z.literal('message'),
  message_id: word,
  from: z.string().regex(/^\+\d{6,15}$/),
  name: z.string().exactOptional(),
  text: z.string(),
  payload: z.string().exactOptional(),
  reply_to: z.string().exactOptional(),
});

const SessionItem = z.object({
  ...common,
  type: z.literal('session'),
  status: z.enum(senderStatuses),
});

const Item = z.discriminatedUnion('type', [StatusItem, MessageItem, SessionItem]);
const Envelope = z.object({ instance: word, events: z.array(z.unknown()) });

/** One event as the simulated phones post it. */
export type SandboxEvent = z.infer<typeof Item>;
export type SandboxStatusEvent = z.infer<typeof StatusItem>;
export type SandboxMessageEvent = z.infer<typeof MessageItem>;

const lanes = { message: 'inbound', session: 'sender', status: 'status' } as const;

function itemOf(numberKey: string, payload: unknown): EventItem {
  const parsed = Item.safeParse(payload);
  if (parsed.success) {
    return { key: parsed.data.id, lane: lanes[parsed.data.type], numberKey, payload };
  }
  // The same unreadable item is stored once, however often it is posted; it waits in the least urgent queue.
  const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
  return { key: `unreadable:${hash}`, lane: 'status', numberKey, payload };
}

function meaningOf(item: SandboxEvent): BridgeEvent {
  const at = new Date(item.at);
  switch (item.type) {
    case 'status':
      return {
        kind: 'status',
        status: item.status,
        providerId: item.message_id,
        ...(item.token !== undefined && { token: item.token }),
        at,
        ...(item.error && {
          failure: { class: sandboxFailureClass(item.error.code), ...item.error },
        }),
      };
    case 'message':
      return {
        kind: 'inbound',
        providerId: item.message_id,
        from: { phone: item.from },
        ...(item.name !== undefined && { name: item.name }),
        text: item.text,
        ...(item.payload !== undefined && { payload: item.payload }),
        ...(item.reply_to !== undefined && { replyTo: item.reply_to }),
        at,
      };
    case 'session':
      return { kind: 'sender', status: item.status, at };
  }
}
