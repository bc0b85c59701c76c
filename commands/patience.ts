import { autoRetry } from '@grammyjs/auto-retry';
import type { Transformer } from 'grammy';

const retriesMax = 3;
const retryAfterSecondsMax = 30;

/** What begins the polling is tried again by the polling itself, which must not wait in two places. */
const patientByThemselves = new Set(['getMe', 'deleteWebhook', 'setMyCommands', 'getUpdates']);

/** Waits when Telegram says so, and no longer than an operator would. */
export function patience(): Transformer {
  const retry = autoRetry({ maxRetryAttempts: retriesMax, maxDelaySeconds: retryAfterSecondsMax });
  return (call, method, payload, signal) =>
    patientByThemselves.has(method)
      ? call(method, payload, signal)
      : retry(call, method, payload, signal);
}
