import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BridgeEvent, EventItem } from '../bridge.ts';
import { storableJson } from '../storable.ts';
import { type EvolutionItem, eventName, readItem } from './item.ts';
import { isCrowd } from './jids.ts';
import { readDeletion, readEdit, readMessage, readSent } from './messages.ts';
import { readReceipt } from './receipts.ts';
import { withoutSecrets } from './redact.ts';
import { readConnection, readInstance, readQr } from './states.ts';

/** The instance that a post is about, as it says itself; empty when it does not. */
export function instanceOf(body: unknown): string {
  return z.object({ instance: z.string() }).safeParse(body).data?.instance ?? '';
}

/**
 * Takes one post apart, message by message, its keys hidden before anything is kept. Nothing is
 * refused and nothing thrown; what this version cannot read is kept as it came, in the least
 * urgent queue. What was said in groups and channels is not kept at all.
 */
export function splitEvolutionPost(
  body: unknown,
  { numberKey, heardAt }: { numberKey: string; heardAt: Date },
): EventItem[] {
  const { event, data, date_time } = Post.parse(storableJson(withoutSecrets(body)));
  return partsOf(data)
    .filter((part) => !isAmongMany(part))
    .map((part) => {
      // Evolution repeats a post with the time that it had at first: no time to rely on, and a good name.
      const name = hashOf({ event, part, date_time });
      return itemOf({ event, data: part, heard_at: heardAt.toISOString() }, numberKey, name);
    });
}

/** What a stored item means; undefined when it is of a type or shape that this version does not know. */
export function readEvolutionItem(payload: unknown): BridgeEvent | undefined {
  const item = readItem(payload);
  return item && readers.get(item.event)?.(item);
}

const readers: ReadonlyMap<string, (item: EvolutionItem) => BridgeEvent | undefined> = new Map([
  ['messages.upsert', readMessage],
  ['send.message', readSent],
  ['messages.update', readReceipt],
  ['messages.edited', readEdit],
  ['messages.delete', readDeletion],
  ['connection.update', readConnection],
  ['status.instance', readInstance],
  ['qrcode.updated', readQr],
]);

const Post = z
  .object({
    event: z.string().max(100).transform(eventName),
    data: z.unknown().optional(),
    date_time: z.string().optional().catch(undefined),
  })
  .catch({ event: '', data: undefined, date_time: undefined });

const list = z.array(z.unknown());
const Batch = z.object({ messages: list });

/** One message, several in a list, or several in `messages`. */
function partsOf(data: unknown): unknown[] {
  return list.safeParse(data).data ?? Batch.safeParse(data).data?.messages ?? [data];
}

const Chat = z.object({
  remoteJid: z.unknown().optional(),
  key: z.object({ remoteJid: z.unknown().optional() }).optional().catch(undefined),
});

function isAmongMany(part: unknown): boolean {
  const chat = Chat.safeParse(part).data;
  return isCrowd(chat?.key?.remoteJid ?? chat?.remoteJid);
}

/**
 * There are no ids of events, so the key is made of the kind, the message and what became of it:
 * a second `read` of one message says nothing that the first did not. What is about the number has
 * neither, and happens again and again: there, each post is an event of its own.
 */
function itemOf(payload: object, numberKey: string, name: string): EventItem {
  const meaning = readEvolutionItem(payload);
  switch (meaning?.kind) {
    case 'inbound':
    case 'echo':
      return { key: `${meaning.kind}:${meaning.providerId}`, lane: 'inbound', numberKey, payload };
    case 'status': {
      const key = `status:${meaning.providerId}:${meaning.status}`;
      return { key, lane: 'status', numberKey, payload };
    }
    case 'sender':
      return { key: `sender:${name}`, lane: 'sender', numberKey, payload };
    default:
      return { key: `unreadable:${name}`, lane: 'status', numberKey, payload };
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
