import type { House } from '../context.ts';
import { raiseAlert } from '../database/alerts.ts';
import {
  type Doubt,
  type DoubtfulCampaign,
  findDoubtfulCampaigns,
  findDoubts,
  findNeighbours,
  isInboxCurrent,
  saveAsked,
} from '../database/doubts.ts';
import { move } from '../database/move.ts';
import { isTellingSilence } from '../domain/evidence.ts';

const minuteMs = 60_000;
/** Receipts may be late; by then nearly all have come. */
const silentMs = 15 * minuteMs;
/** What is still in doubt after a day stays so. */
const doubtedMs = 24 * 60 * minuteMs;
const doubtsMax = 500;
/** Doubts of one accident lie within a second or two and have the same neighbours. */
const heapMs = 5_000;

export interface EvidenceTurn {
  /** Messages that are planned again, because silence says that they never left. */
  resent: number;
  /** Campaigns about whose doubts operators are asked. */
  asked: number;
}

/**
 * Looks at what campaigns with the policies `resend` and `ask` have in doubt since a quarter of an
 * hour. `resend` plans again what silence speaks for; `ask` tells operators what it says, once.
 */
export async function evidenceTurn(house: House): Promise<EvidenceTurn> {
  const nowMs = house.clock().getTime();
  const times = { after: new Date(nowMs - doubtedMs), before: new Date(nowMs - silentMs) };
  const turn = { resent: 0, asked: 0 };
  for (const campaign of await findDoubtfulCampaigns(house.db, times)) {
    const doubts = await findDoubts(house.db, campaign, times, doubtsMax);
    if (campaign.policy === 'resend') {
      turn.resent += await sendAgain(house, await silentAmong(house, campaign, doubts));
    } else if (await ask(house, campaign, doubts)) turn.asked += 1;
  }
  return turn;
}

/** Those of which nothing was heard while everybody around them has a receipt. */
async function silentAmong(
  { db }: House,
  campaign: DoubtfulCampaign,
  doubts: readonly Doubt[],
): Promise<Doubt[]> {
  const silent: Doubt[] = [];
  for (const heap of heapsOf(doubts)) {
    const { senderId, from, to } = heap;
    const number = { workspaceId: campaign.workspaceId, senderId };
    if (!(await isInboxCurrent(db, number, new Date(from.getTime() - minuteMs)))) continue;
    const neighbours = await findNeighbours(db, campaign, senderId, { from, to });
    if (isTellingSilence(neighbours)) silent.push(...heap.doubts);
  }
  return silent;
}

interface Heap {
  senderId: number;
  from: Date;
  to: Date;
  doubts: Doubt[];
}

function heapsOf(doubts: readonly Doubt[]): Heap[] {
  const heaps: Heap[] = [];
  for (const doubt of doubts) {
    const { senderId, endedAt } = doubt;
    const last = heaps.findLast((heap) => heap.senderId === senderId);
    if (last && endedAt.getTime() - last.to.getTime() < heapMs) {
      last.doubts.push(doubt);
      last.to = endedAt;
    } else heaps.push({ senderId, from: endedAt, to: endedAt, doubts: [doubt] });
  }
  return heaps;
}

async function sendAgain({ db, clock }: House, doubts: readonly Doubt[]): Promise<number> {
  if (doubts.length === 0) return 0;
  const fact = { kind: 'retried', dueAt: clock() } as const;
  const moved = await db.transaction().execute((trx) =>
    move(
      trx,
      doubts.map(({ key }) => ({ ...key, fact })),
    ),
  );
  return moved.length;
}

/** Asked once about each doubt: what was in doubt when they were asked last is theirs to decide. */
async function ask(
  house: House,
  campaign: DoubtfulCampaign,
  doubts: readonly Doubt[],
): Promise<boolean> {
  const { workspaceId, campaignId, askedAt } = campaign;
  const latest = doubts.at(-1)?.endedAt;
  if (!latest || (askedAt !== null && latest <= askedAt)) return false;
  const silent = await silentAmong(house, campaign, doubts);
  const facts = { unknown: doubts.length, silent: silent.length };
  const about = { workspaceId, campaignId, kind: 'unknown_to_decide', facts } as const;
  const isNew = await raiseAlert(house.db, { ...about, at: house.clock() });
  if (isNew) await saveAsked(house.db, campaignId, latest);
  return isNew;
}
