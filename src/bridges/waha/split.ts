import { createHash } from 'node:crypto';
import type { BridgeEvent, EventItem } from '../bridge.ts';
import { storableJson } from '../storable.ts';
import { chatOf, isCrowd } from './names.ts';
import { Post, valueAt } from './post.ts';
import { readPost, tellsOfRestriction } from './read.ts';

/** Whose post it is, and when it came: old versions of WAHA put no time on receipts. */
export interface Arrival {
  numberKey: string;
  receivedAt: Date;
}

/**
 * What is to be kept of one post: one item, none for what was said among many people, and two for
 * a receipt that tells of the number as well. Nothing is refused and nothing thrown; what this
 * version cannot read is kept as it came, in the least urgent queue.
 */
export function splitWahaPost(body: unknown, { numberKey, receivedAt }: Arrival): EventItem[] {
  if (isAmongMany(body)) return [];
  const said = storableJson(body);
  const post = Post.safeParse(said).data;
  const meaning = post && readPost(post, post.timestamp ?? receivedAt);
  const payload =
    post && !post.timestamp ? { ...Object(said), timestamp: receivedAt.getTime() } : said;
  const item: EventItem = { ...placeOf(meaning, post?.id, said), numberKey, payload };
  if (!tellsOfRestriction(meaning)) return [item];
  const news = { restricted: payload };
  return [{ key: `${item.key}:restricted`, lane: 'sender', numberKey, payload: news }, item];
}

function isAmongMany(body: unknown): boolean {
  const payload = valueAt(body, 'payload');
  const messages = [payload, valueAt(payload, 'after'), valueAt(payload, 'before')];
  return messages.some((message) => {
    const id = valueAt(message, 'id');
    const chat = typeof id === 'string' ? chatOf(id) : undefined;
    return [chat, valueAt(message, 'from'), valueAt(message, 'to')].some(isCrowd);
  });
}

/**
 * Messages and receipts are known by the message, as an engine may tell of one twice, each time as
 * a new event; the rest by the event's id, or by everything that it says.
 */
function placeOf(
  meaning: BridgeEvent | undefined,
  eventId: string | undefined,
  said: unknown,
): Pick<EventItem, 'key' | 'lane'> {
  switch (meaning?.kind) {
    case 'inbound':
      return { key: `message:${meaning.providerId}`, lane: 'inbound' };
    case 'echo':
      return { key: `echo:${meaning.providerId}`, lane: 'inbound' };
    case 'status':
      return { key: `${meaning.providerId}:${meaning.status}`, lane: 'status' };
    case 'sender':
      return { key: eventId ?? fingerprint(said), lane: 'sender' };
    default:
      return { key: `unreadable:${fingerprint(said)}`, lane: 'status' };
  }
}

function fingerprint(said: unknown): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
