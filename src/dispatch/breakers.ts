import type { Outcome } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import { pauseRunning } from '../database/campaigns.ts';
import { stopSender } from '../database/sender-status.ts';
import { Breaker } from '../domain/breaker.ts';
import type { FailureClass } from '../domain/failure.ts';
import type { OpenMessage } from './open.ts';

/** Failures that are the person's own say nothing about the number that wrote to them. */
const personal: ReadonlySet<FailureClass> = new Set([
  'recipient_permanent',
  'recipient_undeliverable',
  'recipient_defer',
]);

/** The circuit breakers of one number and of the campaigns that it sends. */
export class Breakers {
  readonly #house: House;
  readonly #sender: { senderId: number; workspaceId: number };
  readonly #number = new Breaker();
  readonly #campaigns = new Map<number, Breaker>();

  constructor(house: House, sender: { senderId: number; workspaceId: number }) {
    this.#house = house;
    this.#sender = sender;
  }

  /** Notes an outcome; stops the number or pauses the campaign when it was one failure too many. True when the number was stopped. */
  async note(message: OpenMessage, outcome: Outcome): Promise<boolean> {
    if (outcome.kind === 'not_written') return false;
    const hasFailed = outcome.kind !== 'accepted';
    const isPersonal = outcome.kind === 'refused' && personal.has(outcome.class);
    if (message.purpose === 'campaign' && this.#campaign(message.campaignId).trips(hasFailed)) {
      const reason =
        'Paused by itself: half of the latest messages failed. See get_campaign_logs for why.';
      await pauseRunning(this.#house.db, message.campaignId, reason);
      this.#house.log.warn(
        { campaignId: message.campaignId },
        'campaign paused: too many failures',
      );
    }
    if (isPersonal || !this.#number.trips(hasFailed)) return false;
    const reason = 'Stopped by itself: half of the latest messages failed.';
    await stopSender(this.#house.db, this.#sender, reason);
    this.#house.log.warn({ senderId: this.#sender.senderId }, 'number stopped: too many failures');
    return true;
  }

  #campaign(id: number): Breaker {
    const breaker = this.#campaigns.get(id) ?? new Breaker();
    this.#campaigns.set(id, breaker);
    return breaker;
  }
}
