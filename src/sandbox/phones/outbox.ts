import type { Telling } from './story.ts';
import type { Timers } from './timers.ts';

export interface OutboxOptions {
  timers: Timers;
  /** Whether the webhook took them (2xx). */
  post(number: string, tellings: readonly Telling[]): Promise<boolean>;
  posted(tellings: readonly Telling[]): void;
}

export const batchMax = 100;
const firstBackOffMs = 500;
const longestBackOffMs = 30_000;

/**
 * Brings events to the webhook: one post in flight per number, and whatever comes due
 * meanwhile goes with the next one. What the webhook did not take is posted again, unchanged.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #queues = new Map<string, Telling[]>();
  /** The numbers that post or wait to try again, and the posts in flight. */
  readonly #busy = new Set<string>();
  readonly #inFlight = new Set<Promise<void>>();
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  put(telling: Telling): void {
    const queue = this.#queues.get(telling.number) ?? [];
    this.#queues.set(telling.number, queue);
    queue.push(telling);
    if (this.#busy.has(telling.number)) return;
    this.#busy.add(telling.number);
    this.#start(telling.number, queue, firstBackOffMs);
  }

  /** Waits for the posts in flight, so that what the webhook took is known; the rest stays in the journal. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#inFlight);
  }

  #start(number: string, queue: Telling[], backOffMs: number): void {
    const drained = this.#drain(number, queue, backOffMs).finally(() =>
      this.#inFlight.delete(drained),
    );
    this.#inFlight.add(drained);
  }

  async #drain(number: string, queue: Telling[], backOffMs: number): Promise<void> {
    while (queue.length > 0 && !this.#closed) {
      const batch = queue.slice(0, batchMax);
      if (!(await this.#options.post(number, batch))) {
        const nextMs = Math.min(backOffMs * 2, longestBackOffMs);
        this.#options.timers.after(backOffMs, () => this.#start(number, queue, nextMs));
        return;
      }
      queue.splice(0, batch.length);
      this.#options.posted(batch);
    }
    this.#busy.delete(number);
  }
}
