import { type Context, Hono } from 'hono';
import type { EventItem } from '../src/bridges/bridge.ts';
import { splitCloudPost } from '../src/bridges/cloud/parse.ts';
import { type NumberSecrets, SecretBook } from '../src/bridges/cloud/secrets.ts';
import { cloudSignatureHeader } from '../src/bridges/cloud/verify.ts';
import type { House } from '../src/context.ts';
import { storeEvents } from '../src/database/events.ts';
import { Refusal } from '../src/errors.ts';

export interface CloudWebhookOptions {
  house: Pick<House, 'db' | 'clock' | 'log'>;
  /** Of all numbers. Asked now and then, and whenever a post fits none of those that are known. */
  secrets(): Promise<readonly NumberSecrets[]>;
}

/**
 * Checks that WhatsApp is calling, writes down what it says, answers. WhatsApp repeats for days
 * whatever is not answered with 200, so 200 comes after the commit, and only a failed one is a 500.
 */
export function cloudWebhook({ house, secrets }: CloudWebhookOptions): Hono {
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

      const items = splitCloudPost(parse(raw));
      const own = items.filter(({ numberKey }) => book.maySpeakFor(signer, numberKey));
      const notOurs = items.length - own.length + (await store(house, own));
      if (notOurs > 0) house.log.warn({ notOurs }, 'events of numbers that are not ours');
      return c.body(null, 200);
    });
}

/** Asked once, when somebody enters this address in the app's settings. It comes without a signature. */
async function answerChallenge(c: Context, book: SecretBook): Promise<Response> {
  const token = c.req.query('hub.verify_token');
  const challenge = c.req.query('hub.challenge');
  const isAsked = c.req.query('hub.mode') === 'subscribe' && token && challenge;
  return isAsked && (await book.isVerifyToken(token)) ? c.text(challenge) : c.body(null, 403);
}

/** WhatsApp posts a thousand updates at most; what is more than that is not one statement. */
const itemsMax = 1_000;

/** How many of the items name no number of ours, and were not kept. */
async function store(
  { db, clock }: CloudWebhookOptions['house'],
  items: readonly EventItem[],
): Promise<number> {
  let notOurs = 0;
  for (let from = 0; from < items.length; from += itemsMax) {
    const some = items.slice(from, from + itemsMax);
    notOurs += (await storeEvents(db, 'cloud', some, clock())).unknownNumber;
  }
  return notOurs;
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw new Refusal('invalid_input', 'The body is not JSON.');
  }
}
