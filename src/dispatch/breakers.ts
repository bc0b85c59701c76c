import type { Outcome } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import { pauseRunning } from '../database/campaigns.ts';
import { stopSender } from '../database/sender-status.ts';
import { Breaker, Streak } from '../domain/breaker.ts';
import type { FailureClass } from '../domain/failure.ts';
import type { OpenMessage } from './open.ts';

/** Failures that are the person's own say nothing about the number that wrote to them. */
const personal: ReadonlySet<FailureClass> = new Set([
  'recipient_permanent',
  'recipient_opted_out',
  'recipient_undeliverable',
  'recipient_defer',
]);

/** As many messages in a row that WhatsApp does not understand are no accident. */
const bugsMax = 5;

/** What a campaign has gone through lately. */
class CampaignBreakers {
  readonly failures = new Breaker();
  readonly bugs = new Streak(bugsMax);
}

/** The circuit breakers of one number and of the campaigns that it sends. */
export class Breakers {
  readonly #house: House;
  readonly #sender: { senderId: number; workspaceId: number };
  readonly #number = new Breaker();
  readonly #campaigns = new Map<number, CampaignBreakers>();

  constructor(house: House, sender: { senderId: number; workspaceId: number }) {
    this.#house = house;
    this.#sender = sender;
  }

  /** Notes an outcome; stops the number or pauses the campaign when it was one failure too many. True when the number was stopped. */
  async note(message: OpenMessage, outcome: Outcome): Promise<boolean> {
    if (outcome.kind === 'not_written') return false;
    const reason = message.purpose === 'campaign' && this.#reasonToPause(message, outcome);
    if (reason) await this.#pause(message.campaignId, reason);
    if (isPersonal(outcome) || !this.#number.trips(outcome.kind !== 'accepted')) return false;
    await this.#stop('Stopped by itself: half of the latest messages failed.');
    return true;
  }

  #reasonToPause({ campaignId }: OpenMessage, outcome: Outcome): string | undefined {
    const { failures, bugs } = this.#campaign(campaignId);
    const failure = outcome.kind === 'refused' ? outcome : undefined;
    if (failures.trips(outcome.kind !== 'accepted')) {
      return 'Paused by itself: half of the latest messages failed. See get_campaign_logs for why.';
    }
    if (failure?.class === 'stop_template') {
      return `Paused by itself: WhatsApp refuses its text (${failure.code}: ${failure.text}).`;
    }
    if (bugs.trips(failure?.class === 'our_bug') && failure) {
      return `Paused by itself: WhatsApp does not understand what was sent (${failure.code}: ${failure.text}).`;
    }
    return undefined;
  }

  async #pause(campaignId: number, reason: string): Promise<void> {
    await pauseRunning(this.#house.db, campaignId, reason, this.#house.clock());
    this.#house.log.warn({ campaignId, reason }, 'campaign paused');
  }

  async #stop(reason: string): Promise<void> {
    await stopSender(this.#house.db, this.#sender, reason, this.#house.clock());
    this.#house.log.warn({ senderId: this.#sender.senderId, reason }, 'number stopped');
  }

  #campaign(id: number): CampaignBreakers {
    const breakers = this.#campaigns.get(id) ?? new CampaignBreakers();
    this.#campaigns.set(id, breakers);
    return breakers;
  }
}

function isPersonal(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && personal.has(outcome.class);
}
