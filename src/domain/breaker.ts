/** How many outcomes are looked at, and how many there must be before they mean anything. */
const lookedAt = 100;
const needed = 30;
const tripsAtShare = 0.5;

/**
 * Watches the latest outcomes of something and says when it fails too often to go on. A number
 * that answers mostly with errors is about to be banned, and a campaign whose people mostly
 * cannot be reached was given the wrong list: both want a person, not another thousand tries.
 */
export class Breaker {
  #failed: boolean[] = [];
  #failures = 0;

  /** True when this outcome is the one too many; the count starts anew then. */
  trips(hasFailed: boolean): boolean {
    this.#failed.push(hasFailed);
    if (hasFailed) this.#failures += 1;
    if (this.#failed.length > lookedAt && this.#failed.shift()) this.#failures -= 1;
    if (this.#failed.length < needed || this.failures < tripsAtShare * this.#failed.length) {
      return false;
    }
    this.#failed = [];
    this.#failures = 0;
    return true;
  }

  get failures(): number {
    return this.#failures;
  }
}

/** Trips when something has happened so many times in a row; the count starts anew then. */
export class Streak {
  readonly #max: number;
  #length = 0;

  constructor(max: number) {
    this.#max = max;
  }

  trips(hasHappened: boolean): boolean {
    this.#length = hasHappened ? this.#length + 1 : 0;
    if (this.#length < this.#max) return false;
    this.#length = 0;
    return true;
  }
}
