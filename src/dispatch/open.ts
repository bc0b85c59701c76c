import { holdLease, type Lease } from '../database/leases.ts';
import { type KnownFact, move } from '../database/move.ts';
import { preferIndexes } from '../database/prefer-indexes.ts';
import { repeatUnclearReason } from '../database/repeats.ts';
import type { Database, Trx } from '../database/tables.ts';
import {
  type DueMessage,
  findDue,
  findJustWritten,
  findKnownChats,
  findNames,
  openFlights,
  type Share,
} from '../database/windows.ts';
import { type CampaignWithWork, findContent, pullBlock } from '../database/work.ts';
import { type Content, renderContent } from '../domain/content.ts';
import type { Fact } from '../domain/message.ts';
import type { OutboundContent } from '../domain/outbound.ts';
import type { PersonNames } from '../domain/person.ts';
import { blockedReason } from '../domain/suppression.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { RecentPeople } from './people.ts';
import { repeatWithinMs } from './repeats.ts';

/** A message of an open window, with the words it will say. */
export interface OpenMessage extends Omit<DueMessage, 'content'> {
  campaign: CampaignWithWork;
  content: OutboundContent;
  /** The person's other names, where the phone is not known. */
  person?: PersonNames | undefined;
  /** The id that it bears, where we chose it. */
  chosenId?: string | undefined;
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
  /** Until when only people may be written to with whom the number has a chat; null for no such limit. */
  knownChatsUntil: Date | null;
  /** The id that a message will bear, where it is ours to choose. */
  chosenId?: ((message: OpenMessage) => string | undefined) | undefined;
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
    const known = await keepToKnownChats(trx, request, chosen);
    const spaced = known.map((item) => (isFact(item) ? item : spaceOut(request, item)));
    const messages = await nameThem(trx, request, spaced.filter(isOpenMessage));

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
  if (isLateRepeat(message, request.now)) return factAbout(message, tooLate(message, request.now));
  if (message.body !== null) {
    const content = message.content ?? { kind: 'text', text: message.body };
    return { ...message, campaign, content };
  }

  const content = request.contents.get(message.campaignId);
  const rendered = renderContent(content, message.vars, () => request.optOutLink(message));
  if ('missing' in rendered) {
    const failure = { reason: 'missing_variable' };
    return content.whenMissing === 'fail'
      ? factAbout(message, { kind: 'failed', attempt: message.attempt, failure, at: request.now })
      : skip(message, failure.reason, request.now);
  }
  if ('tooLong' in rendered) return skip(message, 'too_long', request.now);
  return { ...message, campaign, content: rendered.content };
}

function isLateRepeat({ repeatedSince }: DueMessage, now: Date): boolean {
  return repeatedSince !== null && now.getTime() > repeatedSince.getTime() + repeatWithinMs;
}

/** WhatsApp may have forgotten the id by now, and would take the repeat for another message. */
function tooLate({ attempt }: DueMessage, at: Date): Fact {
  const failure = { reason: repeatUnclearReason, text: 'It could not be repeated in time.' };
  return { kind: 'unclear', attempt, failure, at };
}

/** Whoever has no phone is written to by another name; and the message bears our id, where the bridge lets us. */
async function nameThem(
  trx: Trx,
  { chosenId }: OpenRequest,
  messages: readonly OpenMessage[],
): Promise<OpenMessage[]> {
  const nameless = messages.filter(({ address }) => address === '');
  const names =
    nameless.length === 0
      ? undefined
      : await findNames(
          trx,
          nameless.map(({ contactId }) => contactId),
        );
  if (!names && !chosenId) return [...messages];
  return messages.map((message) => ({
    ...message,
    person: names?.get(message.contactId),
    chosenId: chosenId?.(message),
  }));
}

/** A number that may open no new chats leaves those whom it does not know for later. */
async function keepToKnownChats(
  trx: Trx,
  { knownChatsUntil, lease, now }: OpenRequest,
  chosen: readonly OpenMessage[],
): Promise<(OpenMessage | KnownFact)[]> {
  if (!knownChatsUntil || chosen.length === 0) return [...chosen];
  const contactIds = chosen.map(({ contactId }) => contactId);
  const known = await findKnownChats(trx, lease.senderId, contactIds);
  // Asked again after a day at most: the bridge may say before that it is over.
  const dueAt = new Date(Math.min(knownChatsUntil.getTime(), now.getTime() + dayMs));
  return chosen.map((message) =>
    message.purpose !== 'campaign' || known.has(message.contactId)
      ? message
      : factAbout(message, { kind: 'postponed', dueAt }),
  );
}

const dayMs = 24 * 3_600_000;

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
  const [only, ...others] = queues.values();
  if (only && others.length === 0) return [...direct, ...only].slice(0, max);
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
