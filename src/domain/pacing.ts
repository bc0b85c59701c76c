/** Whoever counts our seconds sees them begin elsewhere, and what left evenly arrive unevenly: a second is this long. */
const secondMs = 1005;
/** So much lateness is caught up: a slow COMMIT, a busy machine, a timer's whole milliseconds. */
const catchUpMs = 250;

/**
 * Keeps a number within a limit that somebody else counts, and close to it (99.5 %, less what timers
 * are late): an even pace that catches up what it missed, below a ceiling that no second passes.
 * The pace alone would let rate + credit out in a second, or have to be slower by its credit.
 */
export function paceWithin(ratePerSecond: number, startMs: number): Pacer {
  if (ratePerSecond === Number.POSITIVE_INFINITY) return new Pacer(0, 0, startMs);
  const ceiling = new Ceiling(Math.max(1, Math.floor(ratePerSecond)), secondMs);
  return new Pacer(secondMs / ratePerSecond, (ratePerSecond * catchUpMs) / 1000, startMs, ceiling);
}

/**
 * The generic cell rate algorithm (GCRA): a limit without a counter. All times are
 * milliseconds of one monotonic clock.
 *
 * `credit` is how many messages of lateness may be caught up at once. Without a ceiling the busiest
 * second then holds rate + credit messages.
 */
export class Pacer {
  readonly #credit: number;
  readonly #ceiling: Ceiling | undefined;
  readonly #fullMs: number;
  #incrementMs: number;
  #nextMs: number;

  /** Without credit at first: a new owner must not catch up what the old one may have sent. */
  constructor(incrementMs: number, credit: number, startMs: number, ceiling?: Ceiling) {
    this.#ceiling = ceiling;
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
    return Math.max(0, this.#nextMs - nowMs, this.#ceiling?.waitMs(nowMs) ?? 0);
  }

  /** Takes the slot of one message, if there is one. */
  tryTake(nowMs: number): boolean {
    if (this.waitMs(nowMs) > 0) return false;
    this.#nextMs = Math.max(this.#nextMs, nowMs - this.#creditMs()) + this.#incrementMs;
    this.#ceiling?.note(nowMs);
    return true;
  }

  /** How many messages may leave until `untilMs`, when each leaves as early as it may. */
  slotsUntil(nowMs: number, untilMs: number): number {
    if (this.#incrementMs === 0) return Number.POSITIVE_INFINITY;
    const first = Math.max(this.#nextMs, nowMs - this.#creditMs());
    const slots = Math.max(0, Math.floor((untilMs - first) / this.#incrementMs) + 1);
    return Math.min(slots, this.#ceiling?.slotsUntil(untilMs) ?? slots);
  }

  /** The earliest moment for whatever follows `count` further messages: where a next owner has to start. */
  nextAfterMs(nowMs: number, count: number): number {
    return Math.max(this.#nextMs, nowMs) + count * this.#incrementMs;
  }

  #creditMs(): number {
    return this.#credit * this.#incrementMs;
  }
}

/** At most so many messages in any span of time: it remembers when the latest ones left. */
export class Ceiling {
  readonly #spanMs: number;
  /** A ring; what stands at `#oldest` is overwritten next. */
  readonly #leftAtMs: Float64Array;
  #oldest = 0;

  constructor(max: number, spanMs: number) {
    this.#spanMs = spanMs;
    this.#leftAtMs = new Float64Array(max).fill(Number.NEGATIVE_INFINITY);
  }

  waitMs(nowMs: number): number {
    return Math.max(0, this.#freeAtMs(0) - nowMs);
  }

  note(nowMs: number): void {
    this.#leftAtMs[this.#oldest] = nowMs;
    this.#oldest = (this.#oldest + 1) % this.#leftAtMs.length;
  }

  /** How many places become free until then; they do so in the order in which they were taken. */
  slotsUntil(untilMs: number): number {
    let slots = 0;
    while (slots < this.#leftAtMs.length && this.#freeAtMs(slots) <= untilMs) slots += 1;
    return slots;
  }

  #freeAtMs(place: number): number {
    const at = this.#leftAtMs[(this.#oldest + place) % this.#leftAtMs.length];
    return (at ?? Number.NEGATIVE_INFINITY) + this.#spanMs;
  }
}
