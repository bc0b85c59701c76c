import { Hono } from 'hono';
import { instanceOf, splitEvolutionPost } from '../src/bridges/evolution/parse.ts';
import { EvolutionBook, type EvolutionSecrets } from '../src/bridges/evolution/secrets.ts';
import { evolutionProofHeader } from '../src/bridges/evolution/verify.ts';
import type { House } from '../src/context.ts';
import type { EventStore } from '../src/database/event-store.ts';
import { Refusal } from '../src/errors.ts';

export interface EvolutionWebhookOptions {
  house: Pick<House, 'clock' | 'log'>;
  events: Pick<EventStore, 'store'>;
  /** Of all numbers. Asked now and then, and whenever a post fits none of those that are known. */
  secrets(): Promise<readonly EvolutionSecrets[]>;
}

/**
 * Checks that an Evolution API is calling about an instance of ours, writes down what it says,
 * answers. It repeats for 25 minutes what is answered with 5xx, so only a failed commit is.
 *
 * An instance that nobody here has is 401, for which Evolution gives up at once. 503 would have it
 * try again, and catch what comes in the seconds while a number is being connected; but then one
 * forgotten instance costs ten posts for each of its events, for ever.
 */
export function evolutionWebhook({ house, events, secrets }: EvolutionWebhookOptions): Hono {
  const book = new EvolutionBook(secrets);
  return new Hono().post('/', async (c) => {
    const heardAt = house.clock();
    // Whoever shows nothing at all is not worth a question, and a stranger's body is not worth reading.
    const header = c.req.header(evolutionProofHeader);
    if (!header || (await book.numbersOf(header, heardAt)).length === 0) return c.body(null, 401);

    const body = parse(await c.req.text());
    const [number, twin] = await book.numbersOf(header, heardAt, instanceOf(body));
    if (!number) return c.body(null, 401);
    if (twin) {
      // Which of them is meant nobody can tell, and a wrong guess is a reply in somebody else's house.
      const numberKeys = [number.numberKey, twin.numberKey];
      house.log.error({ numberKeys }, 'two numbers share an instance name and a webhook_secret');
      return c.body(null, 401);
    }
    const { numberKey } = number;
    const items = splitEvolutionPost(body, { numberKey, heardAt });
    const { unknownNumber } = await events.store('evolution', items, heardAt);
    if (unknownNumber > 0) house.log.warn({ numberKey }, 'events of a number that is gone');
    return c.body(null, 200);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid_input', 'The body is not JSON.');
  }
}
