import { Hono } from 'hono';
import { type WahaSecret, WahaSecretBook } from '../src/bridges/waha/secrets.ts';
import { splitWahaPost } from '../src/bridges/waha/split.ts';
import { looksSigned, wahaSignatureHeader } from '../src/bridges/waha/verify.ts';
import type { House } from '../src/context.ts';
import type { EventStore } from '../src/database/event-store.ts';

export interface WahaWebhookOptions {
  house: Pick<House, 'clock' | 'log'>;
  events: Pick<EventStore, 'store'>;
  /** Of all numbers. Asked now and then, and whenever a post fits none of those that are known. */
  secrets(): Promise<readonly WahaSecret[]>;
}

/**
 * Checks which number's WAHA is calling, writes down what it says, answers. WAHA keeps what is not
 * answered with 200 in its memory alone, so 200 comes after the commit, and only a failed one is
 * a 500. What proves nothing, or is about a session that nobody here has, is a 401.
 */
export function wahaWebhook({ house, events, secrets }: WahaWebhookOptions): Hono {
  const book = new WahaSecretBook(secrets);
  return new Hono().post('/', async (c) => {
    // The signature covers the bytes as they came; decoding first would lose some.
    const raw = Buffer.from(await c.req.arrayBuffer());
    // Whoever brings no signature at all is not worth a question.
    const header = c.req.header(wahaSignatureHeader);
    const body = looksSigned(header) ? parse(raw) : undefined;
    const numberKey = header && (await book.numberOf(raw, body, header));
    if (!numberKey) return c.body(null, 401);

    const receivedAt = house.clock();
    const items = splitWahaPost(body, { numberKey, receivedAt });
    const { unknownNumber } = await events.store('waha', items, receivedAt);
    if (unknownNumber > 0) house.log.warn({ numberKey }, 'events of a number that is gone');
    return c.body(null, 200);
  });
}

/** What is no JSON names no session, and so it is nobody's. */
function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return undefined;
  }
}
