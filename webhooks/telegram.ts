import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import { Hono } from 'hono';
import { Refusal } from '../src/errors.ts';

export interface TelegramWebhookOptions {
  /** As it was given to setWebhook. */
  secret: string;
  handle(update: Update): Promise<void>;
}

/** Checks that Telegram is calling and hands over what it says. Telegram repeats what is not answered with 200. */
export function telegramWebhook({ secret, handle }: TelegramWebhookOptions): Hono {
  return new Hono().post('/', async (c) => {
    const shown = c.req.header('x-telegram-bot-api-secret-token') ?? '';
    if (!isSame(shown, secret)) return c.body(null, 401);

    await handle(parse(await c.req.text()));
    return c.body(null, 200);
  });
}

/** Hashed first, so that the comparison takes as long for a wrong length as for a wrong letter. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** Who knows the secret is Telegram, and its word on what an update is counts. */
function parse(text: string): Update {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid_input', 'The body is not JSON.');
  }
}
