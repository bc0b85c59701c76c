import type { Logger } from 'pino';

/** One bounded piece of work; answers how many milliseconds the next one may wait, 0 for not at all. */
export type Turn = () => Promise<number>;

export interface Loop {
  /** There is news: the next turn does not wait any longer. */
  wake(): void;
  /** Resolves when the turn that is running has ended; no other begins. */
  stop(): Promise<void>;
}

const afterErrorMs = 1000;

/**
 * The one place that repeats: takes turns, waits between them, wakes early, logs what fails and
 * goes on. A turn that throws has changed nothing that it did not commit, so trying again is right.
 */
export function repeat(name: string, turn: Turn, log: Logger): Loop {
  let isStopping = false;
  let isWoken = false;
  let wakeUp = () => {};

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const takeTurn = async () => {
    try {
      return await turn();
    } catch (error) {
      log.error({ err: error, loop: name }, 'a turn failed');
      return afterErrorMs;
    }
  };

  const run = async () => {
    while (!isStopping) {
      isWoken = false;
      const waitMs = await takeTurn();
      if (!isStopping && !isWoken && waitMs > 0) await wait(waitMs);
    }
  };
  const ended = run();

  return {
    wake() {
      isWoken = true;
      wakeUp();
    },
    async stop() {
      isStopping = true;
      wakeUp();
      await ended;
    },
  };
}
