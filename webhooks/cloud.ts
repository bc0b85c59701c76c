import { type Context, Hono } from 'hono';
import { type NumberSecrets, SecretBook } from '../src/bridges/cloud/secrets.ts';
import { type CloudItem, splitCloudPost } from '../src/bridges/cloud/split.ts';
import { cloudSignatureHeader } from '../src/bridges/cloud/verify.ts';
import type { House } from '../src/context.ts';
import type { EventStore } from '../src/database/event-store.ts';
import { Refusal } from '../src/errors.ts';

export interface CloudWebhookOptions {
  house: Pick<House, 'clock' | 'log'>;
  events: Pick<EventStore, 'store'>;
  /** Of all numbers. Asked now and then, and whenever a post fits none of those that are known. */
  secrets(): Promise<readonly NumberSecrets[]>;
}

/**
 * Checks that WhatsApp is calling, writes down what it says, answers. WhatsApp repeats for days
 * whatever is not answered with 200, so 200 comes after the commit, and only a failed one is a 500.
 */
export function cloudWebhook({ house, events, secrets }: CloudWebhookOptions): Hono {
  const book = new SecretBook(secrets);
  return new Hono()
    .get('/', (c) => answerChallenge(c, book))
    .post('/', async (c) => {
      // The signature covers the bytes as they came; decoding first would lose some.
      const raw = Buffer.from(await c.req.arrayBuffer());
      // Whoever brings no signature at all is not worth a question.
      const header = c.req.header(cloudSignatureHeader);
      const signer = header && (await book.signerOf(raw, header));
      if (!signer) return c.body(null, 401);

      const receivedAt = house.clock();
      const items = splitCloudPost(parse(raw), receivedAt);
      const addressed = items.map((item) => addressedTo(book.addressees(signer, item.about), item));
      const { unknownNumber } = await events.store('cloud', addressed.flat(), receivedAt);
      const foreign = addressed.filter((copies) => copies.length === 0).length;
      const notOurs = foreign + unknownNumber;
      if (notOurs > 0) house.log.warn({ notOurs }, 'events of numbers that are not ours');
      return c.body(null, 200);
    });
}

/** One copy for each number that it is about. What is about none of ours is kept, too, for whoever looks for it. */
function addressedTo(numberKeys: readonly string[], { about: _, ...item }: CloudItem) {
  return numberKeys.map((numberKey) => ({ ...item, numberKey, keepStray: true as const }));
}

/** Asked once, when somebody enters this address in the app's settings. It comes without a signature. */
async function answerChallenge(c: Context, book: SecretBook): Promise<Response> {
  const token = c.req.query('hub.verify_token');
  const challenge = c.req.query('hub.challenge');
  const isAsked = c.req.query('hub.mode') === 'subscribe' && token && challenge;
  return isAsked && (await book.isVerifyToken(token)) ? c.text(challenge) : c.body(null, 403);
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw new Refusal('invalid_input', 'The body is not JSON.');
  }
}
