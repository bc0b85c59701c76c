import { Hono } from 'hono';
import { splitSandboxPost } from '../src/bridges/sandbox/parse.ts';
import { sandboxSignatureHeader, verifySandbox } from '../src/bridges/sandbox/verify.ts';
import type { House } from '../src/context.ts';
import type { EventStore } from '../src/database/event-store.ts';
import { Refusal } from '../src/errors.ts';

export interface SandboxWebhookOptions {
  house: Pick<House, 'clock' | 'log'>;
  events: Pick<EventStore, 'store'>;
  secret: string;
}

/**
 * Checks that the simulated phones are calling, writes down what they say, answers. They post
 * again whatever is not answered with 200, so 200 comes after the commit and never before.
 */
export function sandboxWebhook({ house, events, secret }: SandboxWebhookOptions): Hono {
  return new Hono().post('/', async (c) => {
    // The signature covers the bytes as they came; decoding first would lose some.
    const raw = Buffer.from(await c.req.arrayBuffer());
    if (!verifySandbox(secret, raw, c.req.header(sandboxSignatureHeader))) return c.body(null, 401);

    const items = splitSandboxPost(parse(raw));
    const { unknownNumber } = await events.store('sandbox', items, house.clock());
    if (unknownNumber > 0) house.log.warn({ unknownNumber }, 'events of numbers that are not ours');
    return c.body(null, 200);
  });
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw new Refusal('invalid_input', 'The body is not JSON.');
  }
}
