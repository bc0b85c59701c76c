import type { Bridge, CampaignInterval } from '../bridges/bridge.ts';
import type { Share } from '../database/windows.ts';
import type { CampaignWithWork, NumberWithWork } from '../database/work.ts';
import { Pacer, paceWithin } from '../domain/pacing.ts';

/** What is left of the rate after a bridge said "too fast", at least. */
const shareMin = 1 / 32;
/** How much of the full rate comes back with every message that goes well. */
const recovery = 1 / 500;
/** Answers to what left before the last halving say nothing new. */
const halveEveryMs = 1000;
/** A new owner's number is silent for no longer than this on account of its own rate, however slowed down. */
const repliesWaitMaxMs = 5_000;
/** What a number that WhatsApp has warned may use of its rate. */
const shareWhenWarned = 1 / 2;

const noInterval: CampaignInterval = { defaultSeconds: 0, minimumSeconds: 0, jitter: 0 };

/**
 * When a number may send: its own rate, and the interval that a campaign asks for between two
 * campaign messages of the number, whichever campaign they belong to. Both live in the owner's
 * memory, and `nextAfterMs` is what the next owner must respect.
 */
export class Pace {
  readonly #number: Pacer;
  readonly #interval: CampaignInterval;
  readonly #random: () => number;
  /** Campaigns with an interval are silent until then: what an earlier owner sent counts. */
  readonly #campaignsFromMs: number;
  /** When the latest message of a campaign with an interval left, and when the next may. */
  #leftAtMs = Number.NEGATIVE_INFINITY;
  #nextAtMs = Number.NEGATIVE_INFINITY;
  /** How much longer than the interval this wait is, drawn anew for each: what comes too evenly looks like a machine. */
  #stretch = 1;
  /** When each campaign was served last, so that the one that has waited longest is next. */
  readonly #servedAtMs = new Map<number, number>();
  #share = 1;
  #shareMax = 1;
  #halvedAtMs = Number.NEGATIVE_INFINITY;

  /** `silentMs` is for how long the number keeps silent after an earlier owner. */
  constructor(
    number: NumberWithWork,
    bridge: Bridge,
    { nowMs, silentMs }: { nowMs: number; silentMs: number },
    random: () => number,
  ) {
    const rate = bridge.ratePerSecond(number.config);
    // A campaign's interval may be a minute long; replies do not wait for it.
    const startMs = nowMs + Math.min(silentMs, repliesWaitMaxMs);
    this.#number =
      bridge.minimumIntervalMs > 0
        ? new Pacer(Math.max(bridge.minimumIntervalMs, 1000 / rate), 0, startMs)
        : paceWithin(rate, startMs);
    this.#campaignsFromMs = nowMs + silentMs;
    this.#interval = bridge.campaignInterval ?? noInterval;
    this.#random = random;
    this.update(number);
  }

  /** What the number may do may have changed. */
  update({ isWarned }: NumberWithWork): void {
    this.#shareMax = isWarned ? shareWhenWarned : 1;
    this.#setShare(this.#share);
  }

  waitMs(campaign: CampaignWithWork, nowMs: number): number {
    return Math.max(this.#number.waitMs(nowMs), this.#intervalWaitMs(campaign, nowMs));
  }

  tryTake(campaign: CampaignWithWork, nowMs: number): boolean {
    if (this.waitMs(campaign, nowMs) > 0) return false;
    this.#number.tryTake(nowMs);
    if (this.#intervalMs(campaign) === 0) return true;
    this.#leftAtMs = nowMs;
    this.#stretch = 1 + this.#random() * this.#interval.jitter;
    this.#nextAtMs = nowMs + this.#intervalMs(campaign) * this.#stretch;
    this.#servedAtMs.set(campaign.campaignId, nowMs);
    return true;
  }

  /** The bridge said "too fast": half the rate, which comes back little by little. */
  slowDown(nowMs: number): void {
    if (nowMs < this.#halvedAtMs + halveEveryMs) return;
    this.#halvedAtMs = nowMs;
    this.#setShare(this.#share / 2);
  }

  wentWell(): void {
    if (this.#share < this.#shareMax) this.#setShare(this.#share + recovery);
  }

  #setShare(share: number): void {
    this.#share = Math.min(this.#shareMax, Math.max(shareMin, share));
    this.#number.slowTo(this.#share);
  }

  numberSlotsUntil(nowMs: number, untilMs: number): number {
    return this.#number.slotsUntil(nowMs, untilMs);
  }

  /** Beside a message that has still to take its slot there is none for another one with an interval. */
  withoutIntervalBeside(
    leaving: readonly { campaign: CampaignWithWork }[],
    campaigns: readonly CampaignWithWork[],
  ): readonly CampaignWithWork[] {
    const isTaken = leaving.some(({ campaign }) => this.#intervalMs(campaign) > 0);
    return isTaken ? campaigns.filter((one) => this.#intervalMs(one) === 0) : campaigns;
  }

  /**
   * How many messages of each campaign may leave until `untilMs`, `room` at most each. Of those with
   * an interval only one is served at a time, the one that has waited longest.
   */
  shares(
    campaigns: readonly CampaignWithWork[],
    room: number,
    nowMs: number,
    untilMs: number,
  ): Share[] {
    if (room <= 0) return [];
    const next = this.#nextWithInterval(campaigns);
    return campaigns.flatMap((campaign) => {
      const { campaignId } = campaign;
      if (this.#intervalMs(campaign) === 0) return [{ campaignId, limit: room }];
      const isOpen = nowMs + this.#intervalWaitMs(campaign, nowMs) <= untilMs;
      return campaign === next && isOpen ? [{ campaignId, limit: 1 }] : [];
    });
  }

  /** The earliest moment for whatever follows `count` more messages, among them one of each of these campaigns. */
  nextAfterMs(campaigns: readonly CampaignWithWork[], nowMs: number, count: number): number {
    const own = campaigns.map((campaign) => {
      const longestMs = this.#intervalMs(campaign) * (1 + this.#interval.jitter);
      return longestMs && nowMs + this.#intervalWaitMs(campaign, nowMs) + longestMs;
    });
    return Math.max(this.#number.nextAfterMs(nowMs, count), this.#nextAtMs, ...own);
  }

  #nextWithInterval(campaigns: readonly CampaignWithWork[]): CampaignWithWork | undefined {
    const servedAtMs = ({ campaignId }: CampaignWithWork) => this.#servedAtMs.get(campaignId) ?? -1;
    return campaigns
      .filter((campaign) => this.#intervalMs(campaign) > 0)
      .sort((one, other) => servedAtMs(one) - servedAtMs(other))[0];
  }

  #intervalWaitMs(campaign: CampaignWithWork, nowMs: number): number {
    const intervalMs = this.#intervalMs(campaign);
    if (intervalMs === 0) return 0;
    const nextMs = Math.max(this.#campaignsFromMs, this.#leftAtMs + intervalMs * this.#stretch);
    return Math.max(0, nextMs - nowMs);
  }

  #intervalMs({ isDirect, intervalSeconds }: CampaignWithWork): number {
    return isDirect ? 0 : 1000 * campaignSeconds(this.#interval, intervalSeconds);
  }
}

/** Seconds between two campaign messages of a number, by what the campaign wishes and the bridge allows. */
export function campaignSeconds(
  { defaultSeconds, minimumSeconds }: CampaignInterval,
  wished: number | null,
): number {
  return Math.max(minimumSeconds, wished ?? defaultSeconds);
}
