/**
 * Whom a number has just written to. WhatsApp asks for some seconds between two messages to one
 * person; a person on two campaigns gets the second one a little later.
 */
export class RecentPeople {
  readonly #intervalMs: number;
  readonly #leftAtMs = new Map<number, number>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** How long this person has to be left alone; 0 for not at all. */
  waitMs(contactId: number, nowMs: number): number {
    const leftAtMs = this.#leftAtMs.get(contactId);
    return leftAtMs === undefined ? 0 : Math.max(0, leftAtMs + this.#intervalMs - nowMs);
  }

  /** Something is about to leave for this person. */
  note(contactId: number, nowMs: number): void {
    if (this.#intervalMs === 0) return;
    // Put at the end, so that the oldest stay first.
    this.#leftAtMs.delete(contactId);
    this.#leftAtMs.set(contactId, nowMs);
    for (const [oldest, leftAtMs] of this.#leftAtMs) {
      if (leftAtMs + this.#intervalMs > nowMs) return;
      this.#leftAtMs.delete(oldest);
    }
  }
}
