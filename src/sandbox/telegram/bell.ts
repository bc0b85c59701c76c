/** Wakes those who wait for something to happen; nobody has to look again and again. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, when the time (if any) is over, or when `signal` aborts, whichever is first. */
  heard(signal: AbortSignal, waitMs?: number): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();

  return {
    ring() {
      for (const wake of [...waiting]) wake();
    },
    heard(signal, waitMs) {
      return new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = waitMs === undefined ? undefined : setTimeout(wake, waitMs);
        waiting.add(wake);
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
      });
    },
  };
}
