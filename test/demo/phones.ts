import type { Tally } from '../../src/sandbox/phones/tally.ts';
import type { PhoneView } from '../../src/sandbox/phones/views.ts';
import { getJson } from './http.ts';

/** The simulated phones, asked through their doors. */
export class Phones {
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

  /** Whether nothing at all happens on any phone for so long. */
  async areQuietFor(seconds: number): Promise<boolean> {
    const { revision } = await getJson<Revision>(`${this.#door}?limit=1`);
    const later = await getJson<Revision>(
      `${this.#door}?limit=1&after=${revision}&wait=${seconds}`,
    );
    return later.revision === revision;
  }
}

type Revision = { revision: number };
