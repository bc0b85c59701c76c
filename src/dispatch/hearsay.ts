import type { Signal } from '../database/signals.ts';

const keptMs = 60_000;

/**
 * What this process has heard since a window was opened: a person who said stop, a campaign that
 * was paused. The database knows it too, and opens no further window for them; this is for the
 * messages that a window holds already.
 */
export class Hearsay {
  readonly #nowMs: () => number;
  readonly #stoppedAtMs = new Map<number, number>();
  readonly #haltedAtMs = new Map<number, number>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  hear(signal: Signal): void {
    if (signal.kind === 'stop') this.#note(this.#stoppedAtMs, signal.contactId);
    if (signal.kind === 'campaign' && signal.state !== 'running') {
      this.#note(this.#haltedAtMs, signal.campaignId);
    }
  }

  stoppedSince(contactId: number, sinceMs: number): boolean {
    return (this.#stoppedAtMs.get(contactId) ?? Number.NEGATIVE_INFINITY) >= sinceMs;
  }

  haltedSince(campaignId: number, sinceMs: number): boolean {
    return (this.#haltedAtMs.get(campaignId) ?? Number.NEGATIVE_INFINITY) >= sinceMs;
  }

  /** No window lives for a minute, so older news is in the database only. */
  #note(heard: Map<number, number>, id: number): void {
    const nowMs = this.#nowMs();
    for (const [known, atMs] of heard) {
      if (atMs > nowMs - keptMs) break;
      heard.delete(known);
    }
    // Put at the end, so that the oldest stay first.
    heard.delete(id);
    heard.set(id, nowMs);
  }
}
