import type { Api } from 'grammy';
import type { House } from '../../src/context.ts';
import { Refusal } from '../../src/errors.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { invoke } from '../../src/operations/invoke.ts';
import type { OperatorContext } from '../context.ts';
import { arrive, type OperatorDirectory } from '../operators.ts';
import type { Describe } from '../secret.ts';
import type { DialogStore } from '../store.ts';
import { rewriteAt, send } from '../view.ts';
import { type Campaign, isOver } from '../views/progress.ts';
import { cardView, hasNotStarted, type Visitor } from './card-view.ts';
import { isGone } from './gone.ts';
import { Pace } from './pace.ts';
import { Queues } from './queues.ts';

export interface CampaignCardsOptions {
  api: Api;
  house: House;
  operators: OperatorDirectory;
  store: DialogStore;
  describe: Describe;
  /** Called when a card has appeared or changed. */
  onNews(): void;
}

/** What is remembered of a card under `progress:<chat>:<campaign>`, over restarts too. */
interface Card {
  messageId: number;
  locale: string;
  /** Whether "Really cancel?" stands there and waits. */
  isAsking: boolean;
  shownAt: string;
}

/** Telegram grows impatient with messages that are edited more often. */
const editEveryMs = 3_000;
const lookWhenIdleMs = 60_000;
/** Receipts still come in after the last message has left. */
const keptAfterEndMs = 3_600_000;
const draftKeptMs = 24 * 3_600_000;

/**
 * The one message of each chat and campaign that is kept up to date: a preview before the start,
 * then the progress, then the report.
 */
export class CampaignCards {
  readonly #options: CampaignCardsOptions;
  readonly #pace = new Pace();
  readonly #queues = new Queues();
  /** What the last edit of each card showed, and when. */
  readonly #edited = new Map<string, { signature: string; atMs: number }>();

  constructor(options: CampaignCardsOptions) {
    this.#options = options;
  }

  /** A new message at the end of the chat; an earlier one for the same campaign goes away. */
  async show(ctx: OperatorContext, ref: number | string, isAsking = false): Promise<void> {
    const campaign = await invoke(ctx.caller, getCampaign, { campaign_id: ref });
    const key = keyOf(chatOf(ctx), campaign.campaign_id);
    await this.#queues.run(key, async () => {
      const view = await cardView(ctx, campaign, { isAsking, perMinute: this.#rate(campaign) });
      const { message_id } = await send(ctx, view);
      const earlier = await this.#options.store.read<Card>(key);
      await this.#keep(key, this.#newCard(ctx, message_id, isAsking), campaign);
      if (earlier) await this.#remove(chatOf(ctx), earlier.messageId);
    });
  }

  /** The message whose button was pressed, brought up to date; from now on it is the one that is kept so. */
  async update(ctx: OperatorContext, campaignId: number, isAsking = false): Promise<void> {
    const messageId = ctx.callbackQuery?.message?.message_id;
    if (messageId === undefined) return;
    const campaign = await invoke(ctx.caller, getCampaign, { campaign_id: campaignId });
    const key = keyOf(chatOf(ctx), campaignId);
    await this.#queues.run(key, async () => {
      const view = await cardView(ctx, campaign, { isAsking, perMinute: this.#rate(campaign) });
      await this.#keep(key, this.#newCard(ctx, messageId, isAsking), campaign);
      await this.#edit(key, messageId, view);
    });
  }

  /** Looks at every card once and edits those that show old news. Returns how long the next look may wait. */
  async turn(): Promise<number> {
    const { store, house, describe } = this.#options;
    try {
      const keys = await store.keys(prefix);
      for (const key of keys) await this.#queues.run(key, () => this.#refresh(key));
      return keys.length === 0 ? lookWhenIdleMs : editEveryMs;
    } catch (error) {
      house.log.warn(
        { err: describe(error) },
        'the campaign cards could not be brought up to date',
      );
      return editEveryMs;
    }
  }

  async #refresh(key: string): Promise<void> {
    const { store, house, describe } = this.#options;
    try {
      const card = await store.read<Card>(key);
      if (card) await this.#refreshCard(key, card);
    } catch (error) {
      house.log.warn(
        { err: describe(error), key },
        'a campaign card could not be brought up to date',
      );
    }
  }

  async #refreshCard(key: string, card: Card): Promise<void> {
    const { chat, campaignId } = readKey(key);
    const visitor = await this.#visitor(chat, card.locale);
    const campaign = visitor && (await findCampaign(visitor, campaignId));
    if (!visitor || !campaign || this.#isStale(card, campaign)) return this.#forget(key);
    if (hasNotStarted(campaign)) return;

    const perMinute = this.#rate(campaign);
    const { isAsking } = card;
    const signature = signatureOf(campaign, isAsking, perMinute);
    const edited = this.#edited.get(key);
    if (edited && (edited.signature === signature || this.#nowMs() - edited.atMs < editEveryMs)) {
      return;
    }
    this.#edited.set(key, { signature, atMs: this.#nowMs() });
    await this.#edit(
      key,
      card.messageId,
      await cardView(visitor, campaign, { isAsking, perMinute }),
    );
  }

  /** Undefined for someone who may not work here any more. */
  async #visitor(chat: number, locale: string): Promise<Visitor | undefined> {
    const { house, operators } = this.#options;
    // A private chat bears the id of its person, and only private chats have cards.
    const operator = await operators.find(chat);
    return operator && arrive(house, operator, chat, locale);
  }

  #isStale(card: Card, campaign: Campaign): boolean {
    const since = (iso: string) => this.#nowMs() - Date.parse(iso);
    if (isOver(campaign)) return since(campaign.finished_at ?? card.shownAt) > keptAfterEndMs;
    return campaign.status === 'draft' && since(card.shownAt) > draftKeptMs;
  }

  #rate({ campaign_id, status, counts, waiting }: Campaign): number | undefined {
    if (status !== 'running') this.#pace.forget(campaign_id);
    else this.#pace.look(campaign_id, counts.planned - counts.skipped - waiting, this.#nowMs());
    return this.#pace.perMinute(campaign_id);
  }

  #newCard({ voice }: OperatorContext, messageId: number, isAsking: boolean): Card {
    const shownAt = this.#options.house.clock().toISOString();
    return { messageId, locale: voice.locale, isAsking, shownAt };
  }

  async #keep(key: string, card: Card, campaign: Campaign): Promise<void> {
    await this.#options.store.write(key, card);
    const signature = signatureOf(
      campaign,
      card.isAsking,
      this.#pace.perMinute(campaign.campaign_id),
    );
    this.#edited.set(key, { signature, atMs: this.#nowMs() });
    this.#options.onNews();
  }

  async #edit(key: string, messageId: number, view: Awaited<ReturnType<typeof cardView>>) {
    try {
      await rewriteAt(this.#options.api, readKey(key).chat, messageId, view);
    } catch (error) {
      if (!isGone(error)) throw error;
      await this.#forget(key);
    }
  }

  async #forget(key: string): Promise<void> {
    this.#edited.delete(key);
    this.#pace.forget(readKey(key).campaignId);
    await this.#options.store.delete(key);
  }

  async #remove(chat: number, messageId: number): Promise<void> {
    try {
      await this.#options.api.deleteMessage(chat, messageId);
    } catch (error) {
      // After two days Telegram keeps it; then it stays as it was, and the newer one is kept up to date.
      this.#options.house.log.debug({ err: this.#options.describe(error) }, 'an old card stays');
    }
  }

  #nowMs(): number {
    return this.#options.house.clock().getTime();
  }
}

const prefix = 'progress:';

function keyOf(chat: number, campaignId: number): string {
  return `${prefix}${chat}:${campaignId}`;
}

function readKey(key: string): { chat: number; campaignId: number } {
  const [, chat, campaign] = key.split(':');
  return { chat: Number(chat), campaignId: Number(campaign) };
}

function chatOf({ chat }: OperatorContext): number {
  if (chat === undefined) throw new Error('a card needs a chat');
  return chat.id;
}

/** Undefined when it has been deleted, or belongs to a workspace that its operator has left. */
async function findCampaign({ caller }: Visitor, id: number): Promise<Campaign | undefined> {
  try {
    return await invoke(caller, getCampaign, { campaign_id: id });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Two cards with the same signature look the same. */
function signatureOf(campaign: Campaign, isAsking: boolean, perMinute: number | undefined): string {
  const { status, status_reason, is_planned, waiting, counts } = campaign;
  return JSON.stringify([status, status_reason, is_planned, waiting, counts, isAsking, perMinute]);
}
