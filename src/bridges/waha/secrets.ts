import { Post } from './post.ts';
import { numberKeyField } from './session-config.ts';
import { verifyWaha } from './verify.ts';

/** What proves that a WAHA server is calling about one number. */
export interface WahaSecret {
  numberKey: string;
  session: string;
  webhookSecret: string;
}

const freshMs = 5_000;

/**
 * The secrets of all numbers of the house, remembered for some seconds, so that a storm of posts
 * asks the database once. A post that fits none of them asks again before it is refused: its
 * number may just have been connected. Whoever asks at the same time shares one question.
 */
export class WahaSecretBook {
  readonly #read: () => Promise<readonly WahaSecret[]>;
  #secrets: readonly WahaSecret[] = [];
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(read: () => Promise<readonly WahaSecret[]>) {
    this.#read = read;
  }

  /**
   * The number that a signed post is about: of those with its session's name the one whose secret
   * signed it. Two servers may share both, so what the session carries has to fit as well; where it
   * carries nothing and several fit, nobody can say, and it is nobody's.
   */
  async numberOf(rawBytes: Uint8Array, body: unknown, header: string): Promise<string | undefined> {
    const { session, metadata } = Post.safeParse(body).data ?? {};
    if (session === undefined) return undefined;
    const named = metadata?.[numberKeyField];
    return this.#find((secrets) => {
      const signers = secrets.filter(
        (one) => one.session === session && verifyWaha(one.webhookSecret, rawBytes, header),
      );
      const meant =
        named === undefined ? signers : signers.filter((one) => one.numberKey === named);
      return meant.length === 1 ? meant[0]?.numberKey : undefined;
    });
  }

  async #find(
    look: (secrets: readonly WahaSecret[]) => string | undefined,
  ): Promise<string | undefined> {
    const isFresh = performance.now() < this.#readAtMs + freshMs;
    const found = isFresh ? look(this.#secrets) : undefined;
    if (found !== undefined) return found;
    this.#reading ??= this.#readAnew();
    await this.#reading;
    return look(this.#secrets);
  }

  async #readAnew(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      this.#secrets = await this.#read();
      this.#readAtMs = askedAtMs;
    } finally {
      this.#reading = undefined;
    }
  }
}
