/** Time as the phones see it. Tests pass one that they move by hand. */
export interface Timers {
  now(): Date;
  after(delayMs: number, run: () => void): void;
  /** Nothing runs any more, now or later. */
  close(): void;
}

export function realTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();
  let closed = false;
  return {
    now: () => new Date(),
    after(delayMs, run) {
      if (closed) return;
      const timer = setTimeout(() => {
        pending.delete(timer);
        run();
      }, delayMs);
      pending.add(timer);
    },
    close() {
      closed = true;
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
