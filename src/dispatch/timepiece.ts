import { setTimeout as sleepFor } from 'node:timers/promises';

/** Monotonic time, for everything that measures a distance; `House.clock` is for what people read. */
export interface Timepiece {
  /** Milliseconds since some moment; never steps back. */
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 to below 1: what has to look as if a person did it is not quite regular. */
  random(): number;
}

export const realTime: Timepiece = {
  nowMs: () => performance.now(),
  random: Math.random,
  async sleep(ms) {
    // A timer cuts fractions off, and whoever wakes too early has no slot yet.
    await sleepFor(Math.ceil(ms));
  },
};
