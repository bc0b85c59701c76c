import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { Refusal, type RefusalCode } from '../../errors.ts';
import { deeds } from './behaviour.ts';
import type { Phone, PhoneBook } from './book.ts';
import type { Changes } from './changes.ts';
import type { Life } from './life.ts';
import { tallyOf } from './tally.ts';
import { lineOf, matches, viewOf } from './views.ts';

export interface DoorsOptions {
  book: PhoneBook;
  life: Life;
  changes: Changes;
  seed: string;
}

/** How people and programs look at the phones, and speak through them. */
export function createDoors({ book, life, changes, seed }: DoorsOptions): Hono {
  return new Hono()
    .get('/', async (c) => {
      const { limit, search, after, wait } = read(ListQuery, c.req.query());
      // A revision of another run is news as well, hence "other than" and not "greater".
      if (after === changes.revision) await changes.next(wait * 1_000, c.req.raw.signal);
      const found = book.newestFirst().filter((phone) => matches(seed, phone, search));
      const phones = found.slice(0, limit).map((phone) => lineOf(seed, phone));
      return c.json({ revision: changes.revision, total: found.length, phones });
    })
    .get('/tally', (c) => c.json(tallyOf(book.newestFirst())))
    .get('/:phone', (c) => c.json(viewOf(seed, known(book, phoneIn(c)))))
    .post('/:phone/say', async (c) => {
      const { text, payload, number = talksTo(book, phoneIn(c)) } = read(SayBody, await bodyOf(c));
      const words = { text, number, ...(payload !== undefined && { payload }) };
      return c.json({ message_id: life.say(phoneIn(c), words).id });
    })
    .post('/:phone/behaviour', async (c) => {
      life.script(phoneIn(c), read(BehaviourBody, await bodyOf(c)));
      return c.json(viewOf(seed, book.look(phoneIn(c))));
    })
    .onError((error, c) => {
      if (!(error instanceof Refusal)) throw error;
      return c.json({ error: error.message }, statusOf(error.code));
    });
}

const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  search: z.string().default(''),
  after: z.coerce.number().int().optional(),
  wait: z.coerce.number().min(0).max(60).default(0),
});

const SayBody = z.strictObject({
  text: z.string().min(1).max(4_096),
  payload: z.string().max(256).exactOptional(),
  number: z.string().min(1).max(100).exactOptional(),
});

const BehaviourBody = z.strictObject({
  does: z.enum(deeds).exactOptional(),
  says: z.string().min(1).max(4_096).exactOptional(),
  repeats: z.boolean().exactOptional(),
  reorders: z.boolean().exactOptional(),
});

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid_input', z.prettifyError(parsed.error));
}

async function bodyOf(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw new Refusal('invalid_input', 'The body is not JSON.');
  }
}

function phoneIn(c: Context): string {
  const digits = c.req.param('phone')?.match(/^\+?(\d{6,15})$/)?.[1];
  if (digits !== undefined) return `+${digits}`;
  throw new Refusal('invalid_input', 'A phone is 6 to 15 digits, with or without a plus.');
}

function known(book: PhoneBook, phone: string): Phone {
  if (book.knows(phone)) return book.look(phone);
  throw new Refusal('not_found', `${phone} has received nothing yet and said nothing.`);
}

/** Whom a phone writes to when it does not say: the number that it heard from last, else the first one of all. */
function talksTo(book: PhoneBook, phone: string): string {
  const number = book.look(phone).messages.at(-1)?.number ?? book.firstNumber;
  if (number !== undefined) return number;
  throw new Refusal('invalid_input', 'No number is linked yet: say which `number` to write to.');
}

function statusOf(code: RefusalCode): ContentfulStatusCode {
  return code === 'not_found' ? 404 : 400;
}
