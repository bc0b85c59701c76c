import { setTimeout as pause } from 'node:timers/promises';
import type { Update, Webhook } from './model.ts';
import { type Store, unixSeconds } from './store.ts';

/** What getWebhookInfo tells about the last delivery that failed. */
export interface WebhookTrouble {
  last_error_date: number;
  last_error_message: string;
}

export interface WebhookDelivery {
  trouble(): WebhookTrouble | undefined;
}

const answerWaitMs = 60_000;

/**
 * While a webhook is set, posts the waiting updates to it: one after the other, in order,
 * each again and again until it is taken. Ends when `closing` aborts.
 */
export function deliverToWebhook(
  store: Store,
  retryMs: number,
  closing: AbortSignal,
): WebhookDelivery {
  let trouble: WebhookTrouble | undefined;

  const run = async () => {
    while (!closing.aborted) {
      const { webhook, updates } = store.state;
      const [update] = updates;
      if (webhook === null || update === undefined) {
        await store.bell.heard(closing);
        continue;
      }
      const failure = await post(webhook, update, closing);
      if (closing.aborted) return;
      trouble =
        failure === undefined
          ? undefined
          : {
              last_error_date: unixSeconds(store),
              last_error_message: failure,
            };
      if (failure === undefined) {
        store.record({ kind: 'confirmed', before: update.update_id + 1 });
      } else {
        await pause(retryMs, undefined, { signal: closing }).catch(() => {});
      }
    }
  };
  void run();

  return { trouble: () => trouble };
}

/** Returns what went wrong, or undefined when the update was taken. */
async function post(
  { url, secret_token }: Webhook,
  update: Update,
  closing: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret_token !== undefined && { 'X-Telegram-Bot-Api-Secret-Token': secret_token }),
      },
      body: JSON.stringify(update),
      signal: AbortSignal.any([closing, AbortSignal.timeout(answerWaitMs)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `Wrong response from the webhook: ${response.status}`;
  } catch {
    return 'Connection failed';
  }
}
