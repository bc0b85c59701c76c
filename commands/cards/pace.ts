const windowMs = 60_000;

interface Look {
  atMs: number;
  done: number;
}

/** How fast campaigns go, from what was seen of them within the last minute. */
export class Pace {
  readonly #looks = new Map<number, Look[]>();

  look(campaignId: number, done: number, atMs: number): void {
    const earlier = this.#looks.get(campaignId) ?? [];
    const recent = earlier.filter((look) => look.atMs > atMs - windowMs && look.atMs < atMs);
    this.#looks.set(campaignId, [...recent, { atMs, done }]);
  }

  /** Messages a minute; undefined until two looks differ in time. */
  perMinute(campaignId: number): number | undefined {
    const looks = this.#looks.get(campaignId) ?? [];
    const [first] = looks;
    const last = looks.at(-1);
    if (!first || !last || last.atMs === first.atMs) return undefined;
    return Math.round(((last.done - first.done) / (last.atMs - first.atMs)) * windowMs);
  }

  forget(campaignId: number): void {
    this.#looks.delete(campaignId);
  }
}
