const firstMax = 128;
const leastMax = 16;
const mostMax = 2000;

/**
 * Two windows are open at a time and each lives for a second: what has not left by then goes back, and
 * whoever it was for waits several seconds more. So a window holds what leaves in a quarter of that.
 */
const goalMs = 250;

/**
 * How many messages a window of a number without a limit may hold. No pace says how many will leave
 * there, only the windows before it do: bridge, machine and database are as fast as they are.
 */
export class WindowSize {
  #max = firstMax;

  get max(): number {
    return this.#max;
  }

  /** What became of a window. Grows by no more than double at once; one that was not full says nothing against its size. */
  note({ opened, handedOver }: { opened: number; handedOver: number }, tookMs: number): void {
    if (opened === 0) return;
    const fits = tookMs > 0 ? Math.floor((handedOver * goalMs) / tookMs) : mostMax;
    if (fits < opened) this.#max = Math.max(leastMax, fits);
    else if (opened >= this.#max) this.#max = Math.min(mostMax, fits, 2 * this.#max);
  }
}
