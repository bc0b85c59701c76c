import type { Tally } from '../../src/sandbox/phones/tally.ts';
import type { PhoneView } from '../../src/sandbox/phones/views.ts';
import { getJson } from './http.ts';

/** Those at the far end, who know what they got. */
export interface Witnesses {
  tally(): Promise<Tally>;
  look(phone: string): Promise<PhoneView>;
  /** Whether nothing at all happens there for so long. */
  areQuietFor(seconds: number): Promise<boolean>;
}

/** The simulated phones, asked through their doors. */
export class Phones implements Witnesses {
  readonly #door: string;

  constructor(heraldUrl: string) {
    this.#door = new URL('/sandbox/phones', heraldUrl).href;
  }

  tally(): Promise<Tally> {
    return getJson(`${this.#door}/tally`);
  }

  look(phone: string): Promise<PhoneView> {
    return getJson(`${this.#door}/${encodeURIComponent(phone)}`);
  }

  async areQuietFor(seconds: number): Promise<boolean> {
    const { revision } = await getJson<Revision>(`${this.#door}?limit=1`);
    const later = await getJson<Revision>(
      `${this.#door}?limit=1&after=${revision}&wait=${seconds}`,
    );
    return later.revision === revision;
  }
}

type Revision = { revision: number };
