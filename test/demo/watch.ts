import { setInterval } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { getCampaign } from '../../src/operations/campaigns/get.ts';
import type { Campaign } from './check/evidence.ts';
import type { Mcp } from './mcp.ts';
import type { Witnesses } from './phones.ts';

export interface WatchOptions {
  mcp: Mcp;
  phones: Witnesses;
  campaignId: number;
  /** Called with each look, a few times a second. */
  onLook(campaign: Campaign): void | Promise<void>;
}

const lookEveryMs = 200;
const patienceMs = 120_000;
/** At the demo's speed nobody thinks longer about a message before they read it or answer. */
const quietSeconds = 3;

/** Follows a campaign until it has ended and everybody has read and said what they will. */
export async function watchUntilSettled(options: WatchOptions): Promise<void> {
  await watchUntilEnded(options);
  let before = await look(options);
  for (;;) {
    const isQuiet = await options.phones.areQuietFor(quietSeconds);
    const after = await look(options);
    // The phones are silent, and Herald has nothing left to read of what they told.
    if (isQuiet && isDeepStrictEqual(after, before)) return;
    before = after;
  }
}

async function watchUntilEnded(options: WatchOptions): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for await (const _ of setInterval(lookEveryMs)) {
    const { status } = await look(options);
    if (status === 'completed' || status === 'cancelled') return;
    if (Date.now() > deadline) throw new Error(`The campaign is ${status}, and does not end.`);
  }
}

async function look({ mcp, campaignId, onLook }: WatchOptions): Promise<Campaign> {
  const campaign = await mcp.call<typeof getCampaign>('get_campaign', { campaign_id: campaignId });
  await onLook(campaign);
  return campaign;
}
