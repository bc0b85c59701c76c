import { randomUUID } from 'node:crypto';
import type { Bridge } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import { dropLease, type Lease, leaseTtlMs, takeLease } from '../database/leases.ts';
import { releaseWindow } from '../database/windows.ts';
import type { NumberWithWork } from '../database/work.ts';
import { writeToken } from '../domain/token.ts';
import { Bookmarks } from './bookmarks.ts';
import { HandOver, type Holding, windowLifeMs } from './hand-over.ts';
import type { Hearsay } from './hearsay.ts';
import { Contents, type OpenMessage, type OpenWindow, openWindow } from './open.ts';
import { Pace } from './pace.ts';
import { RecentPeople } from './people.ts';
import type { Recorder } from './recorder.ts';
import { recoverAbandoned } from './recover.ts';
import type { Timepiece } from './timepiece.ts';
import { Turnstile } from './turnstile.ts';
import { WindowSize } from './window-size.ts';

/** A window holds what leaves within this time; one is being sent while the next is opened. */
const windowMs = 70;
const windowMaxMs = 200;
const windowMax = 2000;
/** The lease's end as its owner sees it comes this much earlier, for what lies between a check and the wire. */
const leaseMarginMs = 200;
const notMineWaitMs = 200;
/** Whatever becomes due meanwhile is announced, or is this much late. */
const nothingDueWaitMs = 100;

export interface NumberTools {
  house: House;
  owner: string;
  time: Timepiece;
  recorder: Recorder;
  hearsay: Hearsay;
}

export interface NumberTurn {
  opened: number;
  handedOver: number;
  released: number;
  /** How long nothing can happen here, as far as is known. */
  waitMs: number;
}

const nothing = { opened: 0, handedOver: 0, released: 0 };

/**
 * One number, owned by this process for as long as it holds the lease. Opens windows and hands
 * their messages over at the number's pace; what the bridge answers goes to the recorder.
 */
export class OwnedNumber {
  readonly #tools: NumberTools;
  readonly #bridge: Bridge;
  readonly #contents: Contents;
  readonly #handOver: HandOver;
  readonly #people: RecentPeople;
  readonly #bookmarks = new Bookmarks();
  readonly #size = new WindowSize();
  readonly #openings: Turnstile;
  #number: NumberWithWork;
  #held: (Holding & { lease: Lease; sinceMs: number }) | undefined;
  #next: OpenWindow | undefined;
  #windowMs = windowMs;
  /** A window whose COMMIT was not answered: it may stand in the database, and nothing of it was written. */
  #doubtful: string | undefined;

  /** The windows of all numbers of a process pass through one turnstile, and are opened a few at a time. */
  constructor(number: NumberWithWork, tools: NumberTools, openings = new Turnstile(1)) {
    this.#openings = openings;
    this.#number = number;
    this.#tools = tools;
    this.#bridge = tools.house.bridges.get(number.bridge);
    this.#contents = new Contents(tools.house.db);
    // What is opened now may leave a window's life later, and still needs its distance.
    this.#people = new RecentPeople(
      this.#bridge.personIntervalMs && this.#bridge.personIntervalMs + windowLifeMs,
    );
    this.#handOver = new HandOver(tools, number, () => this.#held);
  }

  /** What has changed since: other campaigns have something due, or none. */
  update(number: NumberWithWork): void {
    this.#number = number;
    this.#held?.pace.update(number);
  }

  /**
   * Sends one window while it opens the next one (`ahead`), or opens and sends just one.
   * Returns when every message of it has left or was given back, not when the answers are there.
   */
  async turn({ max = windowMax, ahead = true } = {}): Promise<NumberTurn> {
    if (this.isClosed) return this.#rest();
    if (!(await this.#hold())) return { ...nothing, waitMs: notMineWaitMs };
    const window = this.#next ?? (await this.#openInTurn(max, []));
    this.#next = undefined;
    if (!window) return { ...nothing, waitMs: notMineWaitMs };

    const opening = ahead && window.messages.length > 0 ? this.#openAhead(window) : undefined;
    const opened = window.messages.length;
    const startMs = this.#tools.time.nowMs();
    const counts = await this.#handOver.sendAll(window);
    this.#size.note({ ...counts, opened }, this.#tools.time.nowMs() - startMs);
    this.#next = await opening;
    const waitMs = opened === 0 ? Math.max(this.#waitMs(), nothingDueWaitMs) : this.#waitMs();
    return { ...counts, opened, waitMs };
  }

  /** A closed number would only give back what it opens: it opens nothing, until it is put away. */
  #rest(): NumberTurn {
    this.#giveBackNext();
    return { ...nothing, waitMs: notMineWaitMs };
  }

  /** Nothing is held and nothing is unanswered. */
  get isIdle(): boolean {
    return this.#handOver.inFlight === 0 && this.#next === undefined;
  }

  /** It was stopped for good: whoever connects the number again gets a new owner. */
  get isClosed(): boolean {
    return this.#handOver.isClosed;
  }

  settled(): Promise<void> {
    return this.#handOver.settled();
  }

  /** Lets nothing more out; a turn that is running comes to its end soon. */
  close(): void {
    this.#handOver.close();
  }

  /** After the last turn: gives back what it still holds, waits for answers up to `graceMs`, and frees the number. */
  async stop(graceMs: number): Promise<void> {
    const { time, recorder, house, owner } = this.#tools;
    this.close();
    this.#giveBackNext();
    await Promise.race([this.#handOver.settled(), time.sleep(graceMs)]);
    this.#handOver.giveUp();
    await recorder.idle();
    if (!this.#held) return;
    await dropLease(house.db, this.#held.lease, owner);
    this.#held = undefined;
  }

  /** The lease was renewed from outside, while there was nothing to open; asked for at that moment. */
  renewed(askedAtMs: number): void {
    if (this.#held) this.#held.untilMs = askedAtMs + leaseTtlMs - leaseMarginMs;
  }

  /** Campaigns of which it has something due for certain. */
  unfinished(): { senderId: number; campaignId: number }[] {
    const { senderId } = this;
    const campaigns = this.#bookmarks.unfinished(this.#tools.time.nowMs());
    return campaigns.map((campaignId) => ({ senderId, campaignId }));
  }

  get senderId(): number {
    return this.#number.senderId;
  }

  async #hold(): Promise<boolean> {
    if (this.#held && this.#tools.time.nowMs() < this.#held.untilMs) return true;
    this.#lose();
    return this.#openings.pass(() => this.#take());
  }

  async #take(): Promise<boolean> {
    const { time, house, owner } = this.#tools;
    const askedAtMs = time.nowMs();
    const lease = await takeLease(house.db, this.#number, owner);
    if (!lease) return false;
    await this.#recover(lease);
    const pace = new Pace(
      this.#number,
      this.#bridge,
      { nowMs: time.nowMs(), silentMs: lease.silentMs },
      time.random,
    );
    this.#held = {
      lease,
      pace,
      sinceMs: askedAtMs,
      untilMs: askedAtMs + leaseTtlMs - leaseMarginMs,
    };
    return true;
  }

  #lose(): void {
    this.#giveBackNext();
    this.#held = undefined;
  }

  /** What was opened ahead and not sent is certainly unsent, whoever owns the number by now. */
  #giveBackNext(): void {
    if (this.#next) this.#handOver.release(this.#next.messages);
    this.#next = undefined;
  }

  /** After the take-over was committed, in a new statement: only now is the old owner's last window visible. */
  async #recover({ senderId, epoch }: Lease): Promise<void> {
    const { house } = this.#tools;
    const inDoubt = await recoverAbandoned(house, senderId, epoch);
    if (inDoubt === 0) return;
    house.log.warn({ senderId, messages: inDoubt }, 'an earlier owner left messages in doubt');
  }

  /** A failed opening ahead is no failure of what is being sent: the next turn opens anew. */
  async #openAhead(current: OpenWindow): Promise<OpenWindow | undefined> {
    try {
      return await this.#openInTurn(windowMax, current.messages);
    } catch (error) {
      const { log } = this.#tools.house;
      log.warn({ err: error, senderId: this.senderId }, 'window not opened');
      return undefined;
    }
  }

  /** Where many numbers have to wait for each other, each window holds what leaves until the next turn. */
  async #openInTurn(max: number, leaving: readonly OpenMessage[]): Promise<OpenWindow | undefined> {
    const { time } = this.#tools;
    await this.#tools.recorder.keptUp(() => !this.isClosed);
    const startMs = time.nowMs();
    try {
      return await this.#openings.pass(() => this.#open(max, leaving));
    } catch (error) {
      this.#bookmarks.forget();
      throw error;
    } finally {
      this.#windowMs = Math.min(Math.max(windowMs, time.nowMs() - startMs), windowMaxMs);
    }
  }

  /** Opens what the pace will let out soon, beside the messages that are leaving already. */
  async #open(max: number, leaving: readonly OpenMessage[]): Promise<OpenWindow | undefined> {
    const { house, owner, time } = this.#tools;
    await this.#settleDoubt();
    const campaigns = new Map(this.#number.campaigns.map((c) => [c.campaignId, c]));
    await this.#contents.load([...campaigns.values()].filter((c) => !c.isDirect));
    if (!this.#held) return undefined;

    const askedAtMs = time.nowMs();
    const askedAt = house.clock();
    const { lease, pace } = this.#held;
    const ahead = leaving.length;
    const untilMs = askedAtMs + (ahead > 0 ? 2 : 1) * this.#windowMs;
    const slots = pace.numberSlotsUntil(askedAtMs, untilMs) - ahead;
    const room = Math.min(max, windowMax, Number.isFinite(slots) ? slots : this.#size.max);
    const wanting = pace.withoutIntervalBeside(leaving, [...campaigns.values()]);
    const shares = pace.shares(wanting, room, askedAtMs, untilMs);
    if (shares.length === 0) return { askedAtMs, askedAt, messages: [] };

    const windowId = randomUUID();
    const opened = shares.flatMap(({ campaignId }) => campaigns.get(campaignId) ?? []);
    // What is leaving may not have taken its slot yet, and this window's word to the next owner replaces its own.
    const promised = [...opened, ...leaving.map(({ campaign }) => campaign)];
    const nextMs = pace.nextAfterMs(promised, askedAtMs, ahead + room);
    this.#doubtful = windowId;
    const messages = await openWindow(house.db, {
      lease,
      owner,
      windowId,
      shares,
      campaigns,
      max: room,
      silentMs: nextMs - askedAtMs,
      now: askedAt,
      nowMs: askedAtMs,
      contents: this.#contents,
      people: this.#people,
      bookmarks: this.#bookmarks,
      askLedgerSince: this.#askLedgerSince(askedAtMs),
      optOutLink: (message) => house.optOutLink(message),
      knownChatsUntil: this.#number.knownChatsUntil,
      chosenId: this.#bridge.chosenId && ((message) => this.#chosenId(message)),
    });
    this.#doubtful = undefined;
    if (!messages) {
      this.#lose();
      return undefined;
    }
    this.renewed(askedAtMs);
    return { askedAtMs, askedAt, messages };
  }

  #chosenId(message: OpenMessage): string | undefined {
    const { content } = message;
    return this.#bridge.chosenId?.(this.#number, { token: writeToken(message), content });
  }

  /** As long as this owner's own memory does not reach back far enough. */
  #askLedgerSince(nowMs: number): Date | undefined {
    const { personIntervalMs } = this.#bridge;
    if (!this.#held || nowMs >= this.#held.sinceMs + personIntervalMs) return undefined;
    return new Date(this.#tools.house.clock().getTime() - personIntervalMs);
  }

  async #settleDoubt(): Promise<void> {
    if (!this.#doubtful) return;
    await releaseWindow(this.#tools.house.db, this.senderId, this.#doubtful);
    this.#doubtful = undefined;
  }

  #waitMs(): number {
    if (!this.#held || this.#next?.messages.length) return 0;
    const { pace } = this.#held;
    const nowMs = this.#tools.time.nowMs();
    const waits = this.#number.campaigns.map((campaign) => pace.waitMs(campaign, nowMs));
    return Math.min(...waits, leaseTtlMs);
  }
}
