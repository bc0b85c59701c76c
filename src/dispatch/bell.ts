/**
 * Lets any number of waiters wait for the next time that something happens. Cheaper than racing
 * promises, each of which would keep a trace of every race until it settles.
 */
export class Bell {
  #next: Promise<void> | undefined;
  #ring: (() => void) | undefined;

  next(): Promise<void> {
    this.#next ??= new Promise((resolve) => {
      this.#ring = resolve;
    });
    return this.#next;
  }

  ring(): void {
    const ring = this.#ring;
    this.#next = undefined;
    this.#ring = undefined;
    ring?.();
  }
}
