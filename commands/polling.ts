import { setTimeout as wait } from 'node:timers/promises';
import {
  createConcurrentSink,
  createRunner,
  createSource,
  type RunnerHandle,
  type UpdateSupplier,
} from '@grammyjs/runner';
import type { Bot } from 'grammy';
import type { Update } from 'grammy/types';
import type { Logger } from 'pino';
import type { OperatorContext } from './context.ts';
import type { Describe } from './secret.ts';

export interface PollingOptions {
  bot: Bot<OperatorContext>;
  /** Makes the bot known to Telegram; tried until it succeeds, before the first poll. */
  introduce(): Promise<void>;
  log: Logger;
  describe: Describe;
}

type Signal = Parameters<UpdateSupplier<Update>['supply']>[1];

const firstRetryMs = 1_000;
const lastRetryMs = 60_000;
const pollSeconds = 30;
const pollUpdatesMax = 100;
const kinds = ['message', 'callback_query'] as const;

/**
 * Long polling that never ends by itself. A wrong token, a second poller and a broken network all
 * throw out of the runner's own source; here they are logged and tried again with back-off. The
 * offset is kept meanwhile, so that no update is handled twice.
 */
export class Polling {
  readonly #options: PollingOptions;
  readonly #runner: RunnerHandle;
  readonly #closing = new AbortController();
  readonly #handling = new Set<Promise<void>>();
  #offset = 0;
  #failures = 0;
  #isIntroduced = false;
  #isPolling = false;
  #tried: () => void = () => {};

  constructor(options: PollingOptions) {
    this.#options = options;
    const source = createSource<Update>({ supply: (max, signal) => this.#supply(max, signal) });
    const sink = createConcurrentSink<Update>(
      { consume: (update) => this.handle(update) },
      async (error) => options.log.error({ err: options.describe(error) }, 'an update was lost'),
    );
    this.#runner = createRunner(source, sink);
  }

  /** True once Telegram has answered, until it does not. */
  get isPolling(): boolean {
    return this.#isPolling;
  }

  /** Resolves when Telegram was called for the first time, whether or not it answered. */
  start(): Promise<void> {
    const firstTry = new Promise<void>((resolve) => {
      this.#tried = resolve;
    });
    this.#runner.start();
    return firstTry;
  }

  /** Resolves when every update that was taken has been handled. */
  async stop(): Promise<void> {
    const wasPolling = this.#isPolling;
    this.#isPolling = false;
    this.#closing.abort();
    await this.#runner.stop();
    await this.settled();
    if (wasPolling) await this.#confirm();
  }

  /** Resolves when what is being handled now has been. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#handling);
  }

  /** The next batch, however often it has to be asked for; throws only when the bot is stopped. */
  async #supply(max: number, signal: Signal): Promise<Update[]> {
    for (;;) {
      try {
        return await this.#poll(Math.min(max, pollUpdatesMax), signal);
      } catch (error) {
        if (signal.aborted) throw error;
        await this.#recover(error);
      }
    }
  }

  async #poll(limit: number, signal: Signal): Promise<Update[]> {
    const { bot, introduce } = this.#options;
    if (!this.#isIntroduced) {
      await introduce();
      this.#isIntroduced = true;
      this.#isPolling = true;
      this.#tried();
    }
    // After a failure, a poll that does not wait tells at once whether all is well again.
    const timeout = this.#isPolling ? pollSeconds : 0;
    const wanted = { offset: this.#offset, limit, timeout, allowed_updates: kinds };
    const updates = await bot.api.getUpdates(wanted, signal);
    this.#isPolling = true;
    this.#failures = 0;
    const last = updates.at(-1);
    if (last) this.#offset = last.update_id + 1;
    return updates;
  }

  async #recover(error: unknown): Promise<void> {
    const { log, describe } = this.#options;
    this.#isPolling = false;
    const retryInMs = Math.min(firstRetryMs * 2 ** this.#failures, lastRetryMs);
    this.#failures += 1;
    log.warn({ err: describe(error), retryInMs }, 'Telegram does not let the bot poll');
    this.#tried();
    await wait(retryInMs, undefined, { signal: this.#closing.signal });
  }

  /** However it came. */
  async handle(update: Update): Promise<void> {
    const handled = this.#options.bot.handleUpdate(update);
    this.#handling.add(handled);
    try {
      await handled;
    } finally {
      this.#handling.delete(handled);
    }
  }

  /** Without it, Telegram would hand the last batch out once more after a restart. */
  async #confirm(): Promise<void> {
    const { bot, log, describe } = this.#options;
    try {
      await bot.api.getUpdates({ offset: this.#offset, limit: 1, timeout: 0 });
    } catch (error) {
      log.debug({ err: describe(error) }, 'the last updates could not be confirmed');
    }
  }
}
