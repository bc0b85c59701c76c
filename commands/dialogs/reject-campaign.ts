import type { Context } from 'grammy';
import { rejectCampaign as reject } from '../../src/operations/campaigns/reject.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { ask } from './ask.ts';
import { outside, type Talk } from './outside.ts';
import { readName } from './read-name.ts';

const reasonMax = 500;

/** Asks why a campaign is not approved, which is what whoever made it will read. */
export async function rejectCampaign(talk: Talk, _: Context, campaignId: number) {
  const reason = await ask<string>(talk, {
    view: ({ t }) => ({ text: t.askRejection }),
    words: ({ t }, text) => readName(t, text, reasonMax),
  });
  await outside(talk, async (ctx) => {
    const { campaign_id } = await invoke(ctx.caller, reject, { campaign_id: campaignId, reason });
    await ctx.cards.show(ctx, campaign_id);
  });
}
