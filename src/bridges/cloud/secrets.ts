import { isSameToken, verifyCloud } from './verify.ts';

/** What proves that WhatsApp is calling about one number. */
export interface NumberSecrets {
  numberKey: string;
  appSecret: string;
  verifyToken: string;
}

const freshMs = 5_000;

/**
 * The secrets of all numbers of the house, remembered for some seconds, so that a storm of posts
 * asks the database once. What none of them fits asks again before it is refused: its number may
 * just have been connected. Whoever asks at the same time shares one question, so that a storm of
 * forged posts asks little.
 */
export class SecretBook {
  readonly #read: () => Promise<readonly NumberSecrets[]>;
  #appSecretOf: ReadonlyMap<string, string> = new Map();
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

  /** False for a number of another app: who knows one workspace's secret must not speak for all. */
  maySpeakFor(appSecret: string, numberKey: string): boolean {
    const owner = this.#appSecretOf.get(numberKey);
    return owner === undefined || owner === appSecret;
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
      this.#appSecretOf = new Map(numbers.map((number) => [number.numberKey, number.appSecret]));
      this.#appSecrets = new Set(this.#appSecretOf.values());
      this.#verifyTokens = new Set(numbers.map(({ verifyToken }) => verifyToken));
      this.#readAtMs = askedAtMs;
    } finally {
      this.#reading = undefined;
    }
  }
}
