import type { Timers } from './timers.ts';

/** Counts the changes of the phone book and wakes those who wait for the next one. */
export class Changes {
  #revision = 0;
  #waking = false;
  #closed = false;
  readonly #waiters = new Set<() => void>();
  readonly #timers: Timers;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get revision(): number {
    return this.#revision;
  }

  /** A campaign changes the book hundreds of times a second: those who watch are woken ten times at most. */
  count(): void {
    this.#revision += 1;
    if (this.#waking || this.#waiters.size === 0) return;
    this.#waking = true;
    this.#timers.after(100, () => {
      this.#waking = false;
      this.#wakeAll();
    });
  }

  /** Resolves at the next change, after `waitMs`, when the signal aborts or when the world ends: whatever comes first. */
  next(waitMs: number, signal: AbortSignal): Promise<void> {
    if (this.#closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiters.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiters.add(wake);
      signal.addEventListener('abort', wake);
      this.#timers.after(waitMs, wake);
    });
  }

  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiters]) wake();
  }
}
