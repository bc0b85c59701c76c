import { holdLease, type Lease } from '../database/leases.ts';
import { type KnownFact, move } from '../database/move.ts';
import { preferIndexes } from '../database/prefer-indexes.ts';
import type { Database, Trx } from '../database/tables.ts';
import {
  type DueMessage,
  findDue,
  findJustWritten,
  openFlights,
  type Share,
} from '../database/windows.ts';
import { type CampaignWithWork, findContent, pullBlock } from '../database/work.ts';
import { type Content, renderContent } from '../domain/content.ts';
import type { Fact } from '../domain/message.ts';
import { blockedReason } from '../domain/suppression.ts';
import { messageTextMax } from '../domain/template.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { RecentPeople } from './people.ts';

/** A message of an open window, with the words it will say. */
export interface OpenMessage extends DueMessage {
  campaign: CampaignWithWork;
  text: string;
}

export interface OpenWindow {
  /** When it was asked for, before the database answered: what was heard since then closes it. */
  askedAtMs: number;
  /** The same by the calendar, which goes on while a machine is suspended and its monotonic clock is not. */
  askedAt: Date;
  messages: OpenMessage[];
}

export interface OpenRequest {
  lease: Lease;
  owner: string;
  windowId: string;
  shares: readonly Share[];
  campaigns: ReadonlyMap<number, CampaignWithWork>;
  /** How many messages at most, over all shares. */
  max: number;
  /** How long the number is silent after this window, for whoever owns it next. */
  silentMs: number;
  now: Date;
  nowMs: number;
  contents: Contents;
  people: RecentPeople;
  bookmarks: Bookmarks;
  /** A new owner does not remember whom the number wrote to last; the ledger does, since this moment. */
  askLedgerSince: Date | undefined;
  optOutLink(message: DueMessage): string;
}

/**
 * Opens a window: under the lease, in one transaction, what is due is written into in_flight,
 * and whoever may not be messaged is skipped instead. Undefined when the lease is somebody
 * else's by now. Nothing has left the house when this returns; everything it returns may.
 */
export function openWindow(db: Database, request: OpenRequest): Promise<OpenMessage[] | undefined> {
  return db.transaction().execute(async (trx) => {
    const { lease, owner, silentMs, shares, now, nowMs, bookmarks } = request;
    if (!(await holdLease(trx, lease, owner, silentMs))) return undefined;

    await pullShares(trx, request);
    await preferIndexes(trx);
    const due = await findDue(trx, lease.senderId, bookmarks.continue(shares, nowMs), now);
    const sorted = due.map((message) => sortOut(request, message));
    const chosen = takeInTurns(sorted.filter(isOpenMessage), request.max);
    bookmarks.note(shares, due, chosen, nowMs);
    await recallPeople(trx, request, chosen);
    const spaced = chosen.map((message) => spaceOut(request, message));
    const messages = spaced.filter(isOpenMessage);

    await openFlights(trx, { ...lease, id: request.windowId }, messages, now);
    await move(trx, [...sorted, ...spaced].filter(isFact));
    return messages;
  });
}

/** Campaigns on several numbers: whoever has room pulls some of what is nobody's yet. */
async function pullShares(trx: Trx, { lease, shares, campaigns, now }: OpenRequest) {
  for (const { campaignId, limit } of shares) {
    if (!campaigns.get(campaignId)?.isShared) continue;
    await pullBlock(trx, lease, campaignId, limit, now);
  }
}

/** A person who must not be messaged is skipped, and so is a text that would have holes; the rest is rendered. */
function sortOut(request: OpenRequest, message: DueMessage): OpenMessage | KnownFact {
  const campaign = request.campaigns.get(message.campaignId);
  if (!campaign) throw new Error(`campaign ${message.campaignId} was not asked for`);
  if (message.blocked === null) return skip(message, 'contact_deleted', request.now);
  const blocked = blockedReason(message.blocked, message.purpose);
  if (blocked) return skip(message, blocked, request.now);
  if (message.body !== null) return { ...message, campaign, text: message.body };

  const content = request.contents.get(message.campaignId);
  const rendered = renderContent(content, message.vars, () => request.optOutLink(message));
  if ('missing' in rendered) return skip(message, 'missing_variable', request.now);
  if (rendered.text.length > messageTextMax) return skip(message, 'too_long', request.now);
  return { ...message, campaign, text: rendered.text };
}

function skip(message: DueMessage, reason: string, at: Date): KnownFact {
  return factAbout(message, { kind: 'skipped', reason, at });
}

/** Whoever got a campaign message from this number a moment ago gets the next one a little later. */
function spaceOut(request: OpenRequest, message: OpenMessage): OpenMessage | KnownFact {
  if (message.purpose !== 'campaign') return message;
  const { people, nowMs, now } = request;
  const waitMs = people.waitMs(message.contactId, nowMs);
  if (waitMs > 0) return factAbout(message, { kind: 'postponed', dueAt: later(now, waitMs) });
  people.note(message.contactId, nowMs);
  return message;
}

async function recallPeople(trx: Trx, request: OpenRequest, chosen: readonly OpenMessage[]) {
  const { askLedgerSince, lease, people, nowMs } = request;
  if (!askLedgerSince) return;
  for (const id of await findJustWritten(trx, lease, chosen, askLedgerSince)) {
    people.note(id, nowMs);
  }
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

function isFact(item: OpenMessage | KnownFact): item is KnownFact {
  return 'fact' in item;
}

function isOpenMessage(item: OpenMessage | KnownFact): item is OpenMessage {
  return !isFact(item);
}

export function factAbout(message: OpenMessage | DueMessage, fact: Fact): KnownFact {
  const { workspaceId, campaignId, recipientKey } = message;
  return { workspaceId, campaignId, recipientKey, fact };
}

/** Direct messages first, then one of each campaign in turn, so that a small campaign is not starved by a large one. */
export function takeInTurns(messages: readonly OpenMessage[], max: number): OpenMessage[] {
  const direct = messages.filter(({ campaign }) => campaign.isDirect);
  const queues = new Map<number, OpenMessage[]>();
  for (const message of messages) {
    if (message.campaign.isDirect) continue;
    const queue = queues.get(message.campaignId) ?? [];
    queue.push(message);
    queues.set(message.campaignId, queue);
  }
  const longest = Math.max(0, ...[...queues.values()].map(({ length }) => length));
  const inTurns = Array.from({ length: longest }, (_, i) =>
    [...queues.values()].flatMap((queue) => queue[i] ?? []),
  );
  return [...direct, ...inTurns.flat()].slice(0, max);
}

/** The running campaigns' texts, read once: they do not change while a campaign may send. */
export class Contents {
  readonly #db: Database;
  readonly #known = new Map<number, Content>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads what is not known yet, outside of any transaction. */
  async load(campaigns: readonly { campaignId: number }[]): Promise<void> {
    for (const { campaignId } of campaigns) {
      if (this.#known.has(campaignId)) continue;
      this.#known.set(campaignId, await findContent(this.#db, campaignId));
    }
  }

  get(campaignId: number): Content {
    const content = this.#known.get(campaignId);
    if (!content) throw new Error(`the text of campaign ${campaignId} was not loaded`);
    return content;
  }
}
