import type { DueMessage, Place, Share } from '../database/windows.ts';

type Placed = Pick<DueMessage, 'campaignId' | 'place'>;

/** How long a message that was given back, and is planned again behind the place, may be overlooked. */
const keptMs = 2000;

/**
 * How far a number has come in each campaign, so that an opening does not walk over what was sent:
 * until the next VACUUM the index still holds it, up to a fifth of the table (measured: 18 ms an
 * opening after 94,000 messages). A hint only. What is due is what the index says, and from the
 * beginning it is asked at the end of each pass, and every two seconds.
 */
export class Bookmarks {
  readonly #kept = new Map<number, { place: Place; sinceMs: number }>();

  /** Campaigns in which the latest opening left something behind. */
  unfinished(nowMs: number): number[] {
    return [...this.#kept.keys()].filter((campaignId) => this.#placeIn(campaignId, nowMs));
  }

  /** The shares, each from where the number is. */
  continue(shares: readonly Share[], nowMs: number): Share[] {
    return shares.map((share) => ({ ...share, after: this.#placeIn(share.campaignId, nowMs) }));
  }

  /** What an opening found, and which of it was taken; in the order of the index both. */
  note(
    shares: readonly Share[],
    found: readonly Placed[],
    taken: readonly Placed[],
    nowMs: number,
  ): void {
    const foundIn = new Map<number, number>();
    for (const { campaignId } of found) {
      foundIn.set(campaignId, (foundIn.get(campaignId) ?? 0) + 1);
    }
    const lastIn = new Map(taken.map(({ campaignId, place }) => [campaignId, place]));
    for (const { campaignId, limit } of shares) {
      const place = lastIn.get(campaignId);
      if ((foundIn.get(campaignId) ?? 0) < limit) this.#kept.delete(campaignId);
      else if (place) this.#keep(campaignId, place, nowMs);
    }
  }

  /** An opening failed, and what it had taken was given back. */
  forget(): void {
    this.#kept.clear();
  }

  #keep(campaignId: number, place: Place, nowMs: number): void {
    const isKept = this.#placeIn(campaignId, nowMs) !== undefined;
    const sinceMs = isKept ? (this.#kept.get(campaignId)?.sinceMs ?? nowMs) : nowMs;
    this.#kept.set(campaignId, { place, sinceMs });
  }

  #placeIn(campaignId: number, nowMs: number): Place | undefined {
    const kept = this.#kept.get(campaignId);
    return kept && nowMs < kept.sinceMs + keptMs ? kept.place : undefined;
  }
}
