import { renewLeases } from '../database/leases.ts';
import { findWork } from '../database/work.ts';
import { type Loop, repeat } from './loop.ts';
import { type NumberTools, type NumberTurn, OwnedNumber } from './number.ts';
import { Turnstile } from './turnstile.ts';

const lookMs = 200;
const renewMs = 400;
/** Fewer than there are connections: renewing leases and writing results down must not queue behind openings. */
const openingsMax = 4;
/** For the bridge's answers; ten seconds is what a whole stop may take. */
const stopGraceMs = 6_000;

/**
 * Looks which numbers have something due and lets each of them run on its own, so that a slow
 * one holds up nobody. A number is owned only while it has work.
 */
export class Dispatcher {
  readonly #tools: NumberTools;
  readonly #running = new Map<number, { number: OwnedNumber; loop?: Loop }>();
  readonly #openings = new Turnstile(openingsMax);
  #idle = new Set<number>();
  #renewedAtMs = 0;
  /** Not waited for by the next look: where other numbers are busy it takes long, and leases have to be renewed. */
  #freeing: Promise<void> | undefined;

  constructor(tools: NumberTools) {
    this.#tools = tools;
  }

  /** One look: starts the numbers that got work, frees those that ran out of it. */
  async lookTurn(): Promise<number> {
    await this.#renew();
    const busy = await this.#look();
    for (const id of busy) this.#startLoop(id);
    this.#freeing ??= this.#freeIdle(busy).finally(() => {
      this.#freeing = undefined;
    });
    return lookMs;
  }

  /** Every number with work takes one turn, and its answers are written down. For tests and for whoever drives by hand. */
  async turn(options: { max?: number } = {}): Promise<NumberTurn[]> {
    const busy = await this.#look();
    const turns: NumberTurn[] = [];
    for (const id of busy) {
      const number = this.#running.get(id)?.number;
      if (number) turns.push(await number.turn({ ...options, ahead: false }));
      await number?.settled();
    }
    await this.#tools.recorder.idle();
    return turns;
  }

  /** Something changed: whoever waits for a slot or for work looks again. */
  wake(): void {
    for (const { loop } of this.#running.values()) loop?.wake();
  }

  /** Finishes what is in flight, writes it down and frees all numbers. */
  async stop(graceMs = stopGraceMs): Promise<void> {
    const running = [...this.#running.values()];
    this.#running.clear();
    await this.#freeing;
    await Promise.all(
      running.map(async ({ number, loop }) => {
        number.close();
        await loop?.stop();
        await number.stop(graceMs);
      }),
    );
    await this.#tools.recorder.idle();
  }

  async #look(): Promise<Set<number>> {
    const { house } = this.#tools;
    const unfinished = [...this.#running.values()].flatMap(({ number }) => number.unfinished());
    const work = await findWork(house.db, house.clock(), unfinished);
    for (const found of work) {
      const known = this.#running.get(found.senderId);
      if (known) known.number.update(found);
      else
        this.#running.set(found.senderId, {
          number: new OwnedNumber(found, this.#tools, this.#openings),
        });
    }
    return new Set(work.map(({ senderId }) => senderId));
  }

  #startLoop(senderId: number): void {
    const entry = this.#running.get(senderId);
    if (!entry || entry.loop) return;
    const { number } = entry;
    const turn = async () => (await number.turn()).waitMs;
    entry.loop = repeat(`number ${senderId}`, turn, this.#tools.house.log);
  }

  /** Two looks in a row without work and without anything unanswered: the number may be somebody else's. */
  async #freeIdle(busy: ReadonlySet<number>): Promise<void> {
    const idle = new Set<number>();
    for (const [senderId, { number, loop }] of this.#running) {
      if (!number.isIdle || (busy.has(senderId) && !number.isClosed)) continue;
      idle.add(senderId);
      if (!this.#idle.has(senderId) && !number.isClosed) continue;
      this.#running.delete(senderId);
      await loop?.stop();
      await this.#putAway(number);
    }
    this.#idle = idle;
  }

  /** What fails here settles itself: the lease expires, and whoever has it next closes what is open. */
  async #putAway(number: OwnedNumber): Promise<void> {
    try {
      await number.stop(0);
    } catch (error) {
      const { log } = this.#tools.house;
      log.warn({ err: error, senderId: number.senderId }, 'a number was not freed in good order');
    }
  }

  /** One statement keeps every number that waits for its next slot. */
  async #renew(): Promise<void> {
    const { time, house, owner } = this.#tools;
    const askedAtMs = time.nowMs();
    if (this.#running.size === 0 || askedAtMs < this.#renewedAtMs + renewMs) return;
    this.#renewedAtMs = askedAtMs;
    for (const senderId of await renewLeases(house.db, owner)) {
      this.#running.get(senderId)?.number.renewed(askedAtMs);
    }
  }
}
