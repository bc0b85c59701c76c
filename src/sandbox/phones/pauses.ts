import type { Timers } from './timers.ts';

/** Waiting, `speed` times faster than people wait; when the world ends, nobody is left waiting. */
export class Pauses {
  readonly #timers: Timers;
  readonly #speed: number;
  readonly #waiting = new Set<() => void>();
  #ended = false;

  constructor(timers: Timers, speed: number) {
    this.#timers = timers;
    this.#speed = speed;
  }

  get ended(): boolean {
    return this.#ended;
  }

  pause(ms: number): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const goOn = () => {
        this.#waiting.delete(goOn);
        resolve();
      };
      this.#waiting.add(goOn);
      this.#timers.after(ms / this.#speed, goOn);
    });
  }

  end(): void {
    this.#ended = true;
    for (const goOn of [...this.#waiting]) goOn();
  }
}
