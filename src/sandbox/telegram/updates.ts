import { BotApiError } from './api-error.ts';
import type { Change, Update, UpdateKind } from './model.ts';
import type { Store } from './store.ts';

/** The change that queues an update, or none when the bot said that it does not want such updates. */
export function queued(store: Store, kind: UpdateKind, payload: unknown): Change[] {
  const { allowedUpdates, counters } = store.state;
  if (allowedUpdates.length > 0 && !allowedUpdates.includes(kind)) return [];
  return [{ kind: 'update', update: { update_id: counters.update + 1, [kind]: payload } }];
}

/** Forgets what the bot has seen: all below the offset, or all but the last few for a negative one. */
export function confirm(store: Store, offset: number): void {
  const { updates } = store.state;
  const before = offset < 0 ? (updates.at(offset)?.update_id ?? 0) : offset;
  if (updates.some(({ update_id }) => update_id < before)) {
    store.record({ kind: 'confirmed', before });
  }
}

export interface PollOptions {
  limit: number;
  timeoutMs: number;
  /** Aborts when the caller hangs up. */
  gone: AbortSignal;
}

/**
 * Long polling. One poll waits at a time: a newer one ends the older one with an error,
 * so that two processes with the same token notice each other.
 */
export function createPolling(store: Store, closing: AbortSignal) {
  let newest = new AbortController();

  return async function poll({ limit, timeoutMs, gone }: PollOptions): Promise<Update[]> {
    newest.abort();
    const mine = new AbortController();
    newest = mine;

    const over = AbortSignal.any([mine.signal, gone, closing]);
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (store.state.webhook !== null) throw webhookIsActive;
      if (mine.signal.aborted) throw otherPollTookOver;

      const leftMs = deadline - performance.now();
      const updates = store.state.updates.slice(0, limit);
      if (updates.length > 0 || leftMs <= 0 || over.aborted) return updates;
      await store.bell.heard(over, leftMs);
    }
  };
}

const webhookIsActive = new BotApiError(
  409,
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
);

const otherPollTookOver = new BotApiError(
  409,
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
);
