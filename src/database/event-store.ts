import { Refusal } from '../errors.ts';
import { eventRow, insertEvents, type NewEvent } from './events.ts';
import type { Database } from './tables.ts';

/** The most rows of one statement: PGlite does nothing else while it works on one. */
const batchMax = 1_000;

/** More events than this are not held in memory while the database is slow; bridges repeat what is refused. */
const waitingMax = 20_000;

/**
 * Writes down what bridges post, many posts with one commit: whatever comes while a batch is being
 * written waits and goes together in the next. No timer holds anything back, so a lone post is as
 * quick as alone. One batch at a time keeps events in the order in which they came; two at a time
 * were no faster, and cost the database a quarter more.
 */
export class EventStore {
  readonly #db: Database;
  readonly #waitingMax: number;
  #waiting: Part[] = [];
  #waitingRows = 0;
  #isWriting = false;

  constructor(db: Database, limits = { waitingMax }) {
    this.#db = db;
    this.#waitingMax = limits.waitingMax;
  }

  /**
   * Resolves when all of them are committed, repeats among them dropped: how many name no number
   * of ours. A post that fails is for the bridge to repeat.
   */
  async store(
    bridge: string,
    events: readonly NewEvent[],
    receivedAt: Date,
  ): Promise<{ unknownNumber: number }> {
    if (this.#waitingRows > 0 && this.#waitingRows + events.length > this.#waitingMax) {
      throw new Refusal('unavailable', 'Too much is waiting to be stored. Post it again later.');
    }
    const rows = events.map((event) => eventRow(bridge, event, receivedAt));
    const parts: Promise<number>[] = [];
    for (let from = 0; from < rows.length; from += batchMax) {
      parts.push(this.#enqueue(rows.slice(from, from + batchMax)));
    }
    const unknown = await Promise.all(parts);
    return { unknownNumber: unknown.reduce((sum, count) => sum + count, 0) };
  }

  #enqueue(rows: readonly string[]): Promise<number> {
    return new Promise((stored, failed) => {
      this.#waiting.push({ rows, stored, failed });
      this.#waitingRows += rows.length;
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#write(this.#nextBatch());
    this.#isWriting = false;
  }

  #nextBatch(): Part[] {
    let rows = 0;
    const end = this.#waiting.findIndex((part) => {
      rows += part.rows.length;
      return rows > batchMax;
    });
    const batch = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
    this.#waitingRows -= batch.reduce((sum, part) => sum + part.rows.length, 0);
    return batch;
  }

  /** What the database refuses takes nothing else with it: halves are tried until it is alone. */
  async #write(batch: readonly Part[]): Promise<void> {
    try {
      const { unknown } = await insertEvents(
        this.#db,
        batch.flatMap(({ rows }) => rows),
      );
      tell(batch, unknown);
    } catch (error) {
      if (batch.length === 1 || !isAboutTheRows(error)) {
        for (const { failed } of batch) failed(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.#write(batch.slice(0, half));
      await this.#write(batch.slice(half));
    }
  }
}

/** A post, or as much of it as one statement takes, and who waits for it. */
interface Part {
  rows: readonly string[];
  stored(unknownNumber: number): void;
  failed(error: unknown): void;
}

/** Tells each how many of its own rows name no number of ours. */
function tell(batch: readonly Part[], unknown: ReadonlySet<number>): void {
  let from = 0;
  for (const { rows, stored } of batch) {
    const first = from;
    stored(rows.filter((_, i) => unknown.has(first + i)).length);
    from += rows.length;
  }
}

/**
 * Whether the database looked at the rows and refused them. When it is away, full or shutting down
 * (SQLSTATE 08, 53, 57, 58, or none at all), smaller batches fail as well.
 */
function isAboutTheRows(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?!08|53|57|58)[\dPX][\dA-Z]{4}$/.test(code);
}
