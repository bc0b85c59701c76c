import type { Logger } from 'pino';
import type { KnownFact } from '../database/move.ts';
import { record } from '../database/record.ts';
import type { Database } from '../database/tables.ts';
import { holdsRefusal, obeyRefusals } from './opted-out.ts';
import type { Timepiece } from './timepiece.ts';

/** Batching gives nearly all of its gain at 50 rows a statement; past 500 only more rows are in doubt after a crash. */
const batchMax = 500;
const batchWaitMs = 20;
const unwrittenMax = 4000;
const retryFirstMs = 50;
const retryMaxMs = 2000;

/**
 * Writes down what became of the messages, in batches. A fact that was learned is never
 * dropped: a batch is repeated until the database has taken it, and taking it twice changes
 * nothing. It is not fenced either: what a process learned counts, even after it lost its lease.
 */
export class Recorder {
  readonly #db: Database;
  readonly #time: Timepiece;
  readonly #log: Logger;
  #waiting: KnownFact[] = [];
  #writing: Promise<void> | undefined;

  constructor(db: Database, time: Timepiece, log: Logger) {
    this.#db = db;
    this.#time = time;
    this.#log = log;
  }

  add(...facts: KnownFact[]): void {
    // With nothing to write, the writing below would end before it is noted that it began.
    if (facts.length === 0) return;
    this.#waiting.push(...facts);
    this.#writing ??= this.#writeAll();
  }

  /**
   * Resolves once few enough facts are waiting, or nobody wants to know: whoever opens windows faster
   * than results are written has ever more messages that would be in doubt if the process died.
   */
  async keptUp(isWanted: () => boolean): Promise<void> {
    while (this.#waiting.length > unwrittenMax && isWanted()) await this.#time.sleep(batchWaitMs);
  }

  /** How many facts the database does not have yet. */
  get unwritten(): number {
    return this.#waiting.length;
  }

  /** Resolves when everything that was added is written. */
  async idle(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < batchMax) await this.#time.sleep(batchWaitMs);
      const batch = this.#waiting.slice(0, batchMax);
      await this.#writeUntilTaken(batch);
      this.#waiting.splice(0, batch.length);
    }
    this.#writing = undefined;
  }

  async #writeUntilTaken(batch: readonly KnownFact[]): Promise<void> {
    for (let waitMs = retryFirstMs; ; waitMs = Math.min(2 * waitMs, retryMaxMs)) {
      try {
        await record(this.#db, batch);
        return await this.#obeyRefusals(batch);
      } catch (error) {
        if (isRejected(error)) return this.#writeOneByOne(batch, error);
        this.#log.warn(
          { err: error, facts: batch.length },
          'results not written yet, trying again',
        );
        await this.#time.sleep(waitMs);
      }
    }
  }

  /**
   * In a transaction of its own, as it takes its locks in another order. Should the process die in between,
   * the next campaign is refused in the same words.
   */
  async #obeyRefusals(batch: readonly KnownFact[]): Promise<void> {
    if (!holdsRefusal(batch)) return;
    await this.#db.transaction().execute((trx) => obeyRefusals(trx, batch));
  }

  /** The database will never take this batch: one of its facts is malformed, and must not hold up the others. */
  async #writeOneByOne(batch: readonly KnownFact[], error: unknown): Promise<void> {
    const [fact] = batch;
    if (batch.length > 1) {
      for (const one of batch) await this.#writeUntilTaken([one]);
    } else {
      // Its window stays open; whoever takes the number over finds the message in doubt.
      this.#log.error({ err: error, fact }, 'a result cannot be written');
    }
  }
}

/** Classes 22 and 23 of SQLSTATE: what was sent is wrong, however often it is repeated. */
function isRejected(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code.startsWith('23');
}
