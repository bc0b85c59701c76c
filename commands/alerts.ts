import type { Api } from 'grammy';
import type { House } from '../src/context.ts';
import type { AlertFacts, AlertKind } from '../src/domain/alert.ts';
import { Refusal } from '../src/errors.ts';
import { getCampaign } from '../src/operations/campaigns/get.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { Visitor } from './cards/card-view.ts';
import { arrive, type Operator } from './operators.ts';
import type { Describe } from './secret.ts';
import type { Texts } from './texts/en.ts';
import { keyboardOf, sendTo, type View } from './view.ts';
import { previewView } from './views/preview.ts';

/** Something that people have to be told, and whom. */
export interface Alert {
  id: number;
  kind: AlertKind;
  facts: AlertFacts;
  campaign: { id: number; name: string } | undefined;
  /** What the number is called. */
  sender: string | undefined;
  people: readonly (Operator & { telegramUserId: number })[];
}

/** What the engine has written down for people. The same alert is given to one bot at a time. */
export interface AlertFeed {
  take(): Promise<Alert[]>;
  told(id: number): Promise<void>;
}

export interface AlertTellerOptions {
  api: Api;
  house: House;
  feed: AlertFeed;
  describe: Describe;
}

const lookEveryMs = 3_000;
const locale = 'en';

/** Delivers alerts, each to everybody who may do something about it. One that reached nobody is tried again. */
export class AlertTeller {
  readonly #options: AlertTellerOptions;

  constructor(options: AlertTellerOptions) {
    this.#options = options;
  }

  /** One look. Returns how long the next may wait. */
  async turn(): Promise<number> {
    const { feed, house, describe } = this.#options;
    try {
      for (const alert of await feed.take()) {
        if (await this.#tell(alert)) await feed.told(alert.id);
      }
    } catch (error) {
      house.log.warn({ err: describe(error) }, 'alerts could not be delivered');
    }
    return lookEveryMs;
  }

  /** True when it has reached somebody, or there is nobody whom it concerns. */
  async #tell(alert: Alert): Promise<boolean> {
    const { api, house, describe } = this.#options;
    let hasReached = alert.people.length === 0;
    for (const person of alert.people) {
      try {
        const visitor = await arrive(house, person, person.telegramUserId, locale);
        const view = await alertView(visitor, alert);
        if (view) await sendTo(api, person.telegramUserId, view);
        hasReached = true;
      } catch (error) {
        // Whoever has blocked the bot must not keep the others from hearing.
        house.log.warn({ err: describe(error), alert: alert.id }, 'an alert was not delivered');
      }
    }
    return hasReached;
  }
}

/** Undefined for what has been dealt with meanwhile. */
async function alertView(visitor: Visitor, alert: Alert): Promise<View | undefined> {
  const { kind, facts, campaign, sender = '–' } = alert;
  const { t } = visitor;
  const reason = String(facts.reason ?? '');
  const name = campaign?.name ?? '';
  switch (kind) {
    case 'campaign_paused':
      return { text: t.alerts.campaignPaused(name, reason), ...showing(t, campaign) };
    case 'sender_stopped':
      return { text: t.alerts.senderStopped(sender, reason) };
    case 'sender_restricted':
      return {
        text: t.alerts.senderRestricted(
          sender,
          String(facts.restriction),
          reason,
          textOr(facts.until),
        ),
      };
    case 'unknown_to_decide':
      return {
        text: t.alerts.unknownToDecide(name, Number(facts.unknown), Number(facts.silent)),
        ...deciding(t, campaign),
      };
    case 'campaign_to_approve':
      return campaign && approving(visitor, campaign.id);
  }
}

/** The campaign's preview with what decides about it, as it is at this moment. */
async function approving({ caller, t }: Visitor, campaignId: number): Promise<View | undefined> {
  try {
    const campaign = await invoke(caller, getCampaign, { campaign_id: campaignId });
    return campaign.status === 'pending_approval'
      ? await previewView(caller, t, campaign)
      : undefined;
  } catch (error) {
    // Whoever made it has deleted it.
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}

function showing(t: Texts, campaign: Alert['campaign']): Pick<View, 'keyboard'> {
  if (!campaign) return {};
  return {
    keyboard: keyboardOf([[t.buttons.showCampaign, { kind: 'card', campaign: campaign.id }]]),
  };
}

function deciding(t: Texts, campaign: Alert['campaign']): Pick<View, 'keyboard'> {
  if (!campaign) return {};
  const { id } = campaign;
  return {
    keyboard: keyboardOf(
      [
        [t.buttons.takeForSent, { kind: 'unknown', campaign: id, as: 'sent' }],
        [t.buttons.takeForFailed, { kind: 'unknown', campaign: id, as: 'failed' }],
      ],
      [[t.buttons.sendAgain, { kind: 'unknown', campaign: id, as: 'resend' }]],
    ),
  };
}

function textOr(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
