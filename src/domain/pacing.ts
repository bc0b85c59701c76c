/**
 * The generic cell rate algorithm (GCRA): a limit without a counter. All times are
 * milliseconds of one monotonic clock.
 *
 * `credit` is how many messages of lateness may be caught up at once. The busiest second then
 * holds rate + credit messages, so a limit R is kept by pacing at R - credit (`withinLimit`).
 */
export class Pacer {
  readonly #credit: number;
  readonly #fullMs: number;
  #incrementMs: number;
  #nextMs: number;

  /** Without credit at first: a new owner must not catch up what the old one may have sent. */
  constructor(incrementMs: number, credit: number, startMs: number) {
    this.#fullMs = incrementMs;
    this.#incrementMs = incrementMs;
    this.#credit = credit;
    this.#nextMs = startMs;
  }

  /** Goes at a part of the rate from now on: 1 is all of it. */
  slowTo(share: number): void {
    this.#incrementMs = this.#fullMs / share;
  }

  /** Milliseconds until a message may leave; 0 when one may leave now. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#nextMs - nowMs);
  }

  /** Takes the slot of one message, if there is one. */
  tryTake(nowMs: number): boolean {
    if (this.#nextMs > nowMs) return false;
    this.#nextMs = Math.max(this.#nextMs, nowMs - this.#creditMs()) + this.#incrementMs;
    return true;
  }

  /** How many messages may leave until `untilMs`, when each leaves as early as it may. */
  slotsUntil(nowMs: number, untilMs: number): number {
    if (this.#incrementMs === 0) return Number.POSITIVE_INFINITY;
    const first = Math.max(this.#nextMs, nowMs - this.#creditMs());
    return Math.max(0, Math.floor((untilMs - first) / this.#incrementMs) + 1);
  }

  /** The earliest moment for whatever follows `count` further messages: where a next owner has to start. */
  nextAfterMs(nowMs: number, count: number): number {
    return Math.max(this.#nextMs, nowMs) + count * this.#incrementMs;
  }

  #creditMs(): number {
    return this.#credit * this.#incrementMs;
  }
}

/** Milliseconds between messages that keep a number within `ratePerSecond`, lateness caught up included. */
export function incrementWithin(ratePerSecond: number, credit: number): number {
  return 1000 / Math.max(ratePerSecond - credit, ratePerSecond / 2);
}
