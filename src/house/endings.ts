import type { Logger } from 'pino';

interface Ending {
  what: string;
  end(): Promise<void> | void;
}

/** What has been started and how it ends; the last one first. */
export class Endings {
  readonly #endings: Ending[] = [];
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(what: string, end: Ending['end']): void {
    this.#endings.push({ what, end });
  }

  /** Ends everything, also when some of it fails; true when nothing failed. */
  async endAll(): Promise<boolean> {
    let isClean = true;
    for (let last = this.#endings.pop(); last; last = this.#endings.pop()) {
      try {
        await last.end();
      } catch (error) {
        isClean = false;
        this.#log.error({ err: error, what: last.what }, 'did not end in good order');
      }
    }
    return isClean;
  }
}
