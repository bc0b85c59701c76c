import type { Bridge } from '../bridges/bridge.ts';
import type { CampaignWithWork, NumberWithWork } from '../database/work.ts';
import { incrementWithin, Pacer } from '../domain/pacing.ts';

/** Lateness that may be caught up, in messages: the busiest second holds rate + credit at most, so the rate is lowered by it. */
const credit = 1;

/** What is left of the rate after a bridge said "too fast", at least. */
const shareMin = 1 / 32;
/** How much of the full rate comes back with every message that goes well. */
const recovery = 1 / 500;
/** Answers to what left before the last halving say nothing new. */
const halveEveryMs = 1000;

/**
 * When a number may send: its own rate, and each campaign's interval on it. Both have to agree;
 * both live in the owner's memory, and `nextAfterMs` is what the next owner must respect.
 */
export class Pace {
  readonly #number: Pacer;
  readonly #campaigns = new Map<number, Pacer>();
  readonly #startMs: number;
  #share = 1;
  #halvedAtMs = Number.NEGATIVE_INFINITY;

  constructor(number: NumberWithWork, bridge: Bridge, startMs: number) {
    const rate = bridge.ratePerSecond(number.config);
    const incrementMs = Math.max(bridge.minimumIntervalMs, incrementWithin(rate, credit));
    this.#number = new Pacer(incrementMs, bridge.minimumIntervalMs > 0 ? 0 : credit, startMs);
    this.#startMs = startMs;
  }

  waitMs(campaign: CampaignWithWork, nowMs: number): number {
    return Math.max(this.#number.waitMs(nowMs), this.#campaign(campaign)?.waitMs(nowMs) ?? 0);
  }

  tryTake(campaign: CampaignWithWork, nowMs: number): boolean {
    if (this.waitMs(campaign, nowMs) > 0) return false;
    this.#number.tryTake(nowMs);
    this.#campaign(campaign)?.tryTake(nowMs);
    return true;
  }

  /** The bridge said "too fast": half the rate, which comes back little by little. */
  slowDown(nowMs: number): void {
    if (nowMs < this.#halvedAtMs + halveEveryMs) return;
    this.#halvedAtMs = nowMs;
    this.#setShare(this.#share / 2);
  }

  wentWell(): void {
    if (this.#share < 1) this.#setShare(this.#share + recovery);
  }

  #setShare(share: number): void {
    this.#share = Math.min(1, Math.max(shareMin, share));
    this.#number.slowTo(this.#share);
  }

  /** How many messages of one campaign may leave until `untilMs`. */
  slotsUntil(campaign: CampaignWithWork, nowMs: number, untilMs: number): number {
    const own = this.#campaign(campaign)?.slotsUntil(nowMs, untilMs) ?? Number.POSITIVE_INFINITY;
    return Math.min(this.numberSlotsUntil(nowMs, untilMs), own);
  }

  numberSlotsUntil(nowMs: number, untilMs: number): number {
    return this.#number.slotsUntil(nowMs, untilMs);
  }

  /** The earliest moment for whatever follows `count` more messages of each of these campaigns. */
  nextAfterMs(campaigns: readonly CampaignWithWork[], nowMs: number, count: number): number {
    const own = campaigns.map((campaign) => this.#campaign(campaign)?.nextAfterMs(nowMs, 1) ?? 0);
    return Math.max(this.#number.nextAfterMs(nowMs, count), ...own);
  }

  #campaign({ campaignId, intervalSeconds }: CampaignWithWork): Pacer | undefined {
    if (!intervalSeconds) return undefined;
    const known = this.#campaigns.get(campaignId);
    if (known) return known;
    const pacer = new Pacer(intervalSeconds * 1000, 0, this.#startMs);
    this.#campaigns.set(campaignId, pacer);
    return pacer;
  }
}
