import type { Hono } from 'hono';
import { openJournal } from '../journal.ts';
import { createBotApi } from './bot-api.ts';
import { createDoors } from './doors.ts';
import { createFailures, type PlannedFailure } from './failures.ts';
import { createFiles } from './files.ts';
import type { Change } from './model.ts';
import { createStore } from './store.ts';
import { createPolling } from './updates.ts';
import { deliverToWebhook } from './webhook.ts';

export interface SandboxTelegramOptions {
  /** What the bot must show; any text. */
  token: string;
  /** Where the chat is remembered. Without it a restart begins a new one. */
  journalPath?: string;
  /** Where the files of the chat lie. Without it they are kept in memory. */
  filesDir?: string;
  clock?: () => Date;
  /** How long a webhook that did not take an update is left alone. */
  webhookRetryMs?: number;
}

export interface SandboxTelegram {
  /** The bot's side, as api.telegram.org: mount it and point the bot's `apiRoot` there. */
  botApi: Hono;
  /** The person's side. Mount it at /sandbox/telegram, behind `localOnly`. */
  doors: Hono;
  /** The next call of that method fails as planned; several queue up. */
  failNext(failure: PlannedFailure): void;
  /** Ends what waits at once; later calls of the bot are answered 503. */
  close(): void;
}

/**
 * A Telegram of our own, so that a Herald without a token is a whole Herald: the same bot
 * code talks the same HTTP to it. What it refuses, the real one refuses, in the same words.
 */
export function createSandboxTelegram(options: SandboxTelegramOptions): SandboxTelegram {
  const { token, journalPath, filesDir, clock = () => new Date(), webhookRetryMs = 1000 } = options;

  const closing = new AbortController();
  const journal = openJournal<Change[]>(journalPath);
  const store = createStore(journal, clock);
  const failures = createFailures();
  const world = {
    store,
    files: createFiles(store, filesDir),
    toasts: [],
    poll: createPolling(store, closing.signal),
    webhookDelivery: deliverToWebhook(store, webhookRetryMs, closing.signal),
  };

  return {
    botApi: createBotApi({ world, token, failures, closing: closing.signal }),
    doors: createDoors(world, closing.signal),
    failNext: failures.plan,
    close() {
      if (closing.signal.aborted) return;
      closing.abort();
      journal.close();
    },
  };
}
