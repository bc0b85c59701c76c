import type { Context } from 'grammy';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { ask } from './ask.ts';
import { askList } from './ask-list.ts';
import { askSenders } from './ask-senders.ts';
import { askText } from './ask-text.ts';
import { askTime } from './ask-time.ts';
import { outside, type Talk } from './outside.ts';
import { readName } from './read-name.ts';

const nameMax = 200;

/** Asks for everything that a campaign needs, makes it once, and shows what it would do. */
export async function newCampaign(talk: Talk, _: Context, givenListId?: number) {
  const name = await ask<string>(talk, {
    view: ({ t }) => ({ text: t.askName }),
    words: ({ t }, text) => readName(t, text, nameMax),
  });
  const list_id = givenListId ?? (await askList(talk));
  if (list_id === undefined) return;

  const message_text = await askText(talk, list_id);
  const session_ids = await askSenders(talk);
  const scheduled_at = await askTime(talk);

  await outside(talk, async (ctx) => {
    const choices = { session_ids, ...(scheduled_at !== 'now' && { scheduled_at }) };
    const campaign = { name, list_id, message_text, ...choices };
    const { campaign_id } = await invoke(ctx.caller, createCampaign, campaign);
    await ctx.cards.show(ctx, campaign_id);
  });
}
