import type { About } from './split.ts';
import { isSameToken, verifyCloud } from './verify.ts';

/** What proves that WhatsApp is calling about one number, and by which names it calls that number. */
export interface NumberSecrets {
  numberKey: string;
  appSecret: string;
  verifyToken: string;
  /** The id of its business account. */
  wabaId: string;
  /** E.164, once it is known. */
  phone: string | null;
}

const freshMs = 5_000;

/** No number has this name, so that what is stored for it is nobody's. */
const nobody = '';

/**
 * The secrets of all numbers of the house, remembered for some seconds, so that a storm of posts
 * asks the database once. What none of them fits asks again before it is refused: its number may
 * just have been connected. Whoever asks at the same time shares one question, so that a storm of
 * forged posts asks little.
 */
export class SecretBook {
  readonly #read: () => Promise<readonly NumberSecrets[]>;
  #numbers: ReadonlyMap<string, NumberSecrets> = new Map();
  #appSecrets: ReadonlySet<string> = new Set();
  #verifyTokens: ReadonlySet<string> = new Set();
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(read: () => Promise<readonly NumberSecrets[]>) {
    this.#read = read;
  }

  /** The app's secret with which these bytes were signed; undefined when nobody of ours signed them. */
  signerOf(rawBytes: Uint8Array, header: string): Promise<string | undefined> {
    return this.#find(() =>
      [...this.#appSecrets].find((secret) => verifyCloud(secret, rawBytes, header)),
    );
  }

  async isVerifyToken(token: string): Promise<boolean> {
    const same = await this.#find(() =>
      [...this.#verifyTokens].find((one) => isSameToken(one, token)),
    );
    return same !== undefined;
  }

  /**
   * The keys of the numbers that somebody with this secret speaks about: the one that is named,
   * else all of the business account. None when it is another app's: who knows one workspace's
   * secret must not speak for all. A key that is nobody's where no number of ours is meant.
   */
  addressees(appSecret: string, { numberKey, phone, wabaId }: About): readonly string[] {
    const named = numberKey === undefined ? undefined : this.#numbers.get(numberKey);
    if (named) return named.appSecret === appSecret ? [named.numberKey] : [];
    const meant = this.#of(appSecret, (number) =>
      phone === undefined ? number.wabaId === wabaId : number.phone === `+${phone}`,
    );
    // One that was connected a moment ago is not in the book yet, and the database knows it.
    return meant.length > 0 ? meant : [numberKey ?? nobody];
  }

  #of(appSecret: string, isMeant: (number: NumberSecrets) => boolean): string[] {
    return [...this.#numbers.values()]
      .filter((number) => number.appSecret === appSecret && isMeant(number))
      .map((number) => number.numberKey);
  }

  async #find<T>(look: () => T | undefined): Promise<T | undefined> {
    const isFresh = performance.now() < this.#readAtMs + freshMs;
    const found = isFresh ? look() : undefined;
    if (found !== undefined) return found;
    this.#reading ??= this.#readAnew();
    await this.#reading;
    return look();
  }

  async #readAnew(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      const numbers = await this.#read();
      this.#numbers = new Map(numbers.map((number) => [number.numberKey, number]));
      this.#appSecrets = new Set(numbers.map(({ appSecret }) => appSecret));
      this.#verifyTokens = new Set(numbers.map(({ verifyToken }) => verifyToken));
      this.#readAtMs = askedAtMs;
    } finally {
      this.#reading = undefined;
    }
  }
}
