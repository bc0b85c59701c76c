import { provesEvolution } from './verify.ts';

/** What proves that an instance of Evolution is calling. */
export interface EvolutionSecrets {
  numberKey: string;
  instance: string;
  webhookSecret: string;
}

const freshMs = 5_000;

/**
 * What proves who calls, for all numbers of the house, remembered for some seconds, so that a
 * storm of posts asks the database once. A caller who fits none of it asks again before he is
 * refused: his number may just have been connected. Whoever asks at the same time shares one
 * question, so that a storm of forged posts asks little.
 */
export class EvolutionBook {
  readonly #read: () => Promise<readonly EvolutionSecrets[]>;
  #numbers: readonly EvolutionSecrets[] = [];
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(read: () => Promise<readonly EvolutionSecrets[]>) {
    this.#read = read;
  }

  /**
   * The numbers for which whoever shows this header may speak; of one instance where it is named.
   * Several numbers may have an instance of that name, each on a server of its own: the secret
   * says which one is meant.
   */
  async numbersOf(
    header: string,
    now: Date,
    instance?: string,
  ): Promise<readonly EvolutionSecrets[]> {
    const look = () =>
      this.#numbers.filter(
        (number) =>
          (instance === undefined || number.instance === instance) &&
          provesEvolution(number.webhookSecret, header, now),
      );
    const known = performance.now() < this.#readAtMs + freshMs ? look() : [];
    if (known.length > 0) return known;
    this.#reading ??= this.#readAnew();
    await this.#reading;
    return look();
  }

  async #readAnew(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      this.#numbers = await this.#read();
      this.#readAtMs = askedAtMs;
    } finally {
      this.#reading = undefined;
    }
  }
}
