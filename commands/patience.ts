import { autoRetry } from '@grammyjs/auto-retry';
import type { Transformer } from 'grammy';

const retriesMax = 3;
const retryAfterSecondsMax = 30;

/** Waits when Telegram says so, and no longer than an operator would. Polling has a patience of its own. */
export function patience(): Transformer {
  const retry = autoRetry({ maxRetryAttempts: retriesMax, maxDelaySeconds: retryAfterSecondsMax });
  return (call, method, payload, signal) =>
    method === 'getUpdates' ? call(method, payload, signal) : retry(call, method, payload, signal);
}
