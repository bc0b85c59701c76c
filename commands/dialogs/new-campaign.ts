import type { Context } from 'grammy';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { keyboardOf, send } from '../view.ts';
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

  const campaignId = await outside(talk, async (ctx) => {
    const campaign = { name, list_id, message_text, session_ids };
    const { campaign_id } = await invoke(ctx.caller, createCampaign, campaign);
    await ctx.cards.show(ctx, campaign_id);
    return campaign_id;
  });
  if (scheduled_at !== 'now') await confirmSchedule(talk, campaignId, scheduled_at);
}

/** Nothing starts that nobody has agreed to after seeing what it would do. */
async function confirmSchedule(talk: Talk, campaign_id: number, scheduled_at: string) {
  const answer = await ask<string>(talk, {
    view: ({ t }) => ({
      text: t.askSchedule(scheduled_at),
      keyboard: keyboardOf([
        [t.buttons.schedule, { kind: 'schedule', answer: 'yes' }],
        [t.buttons.keepDraft, { kind: 'schedule', answer: 'no' }],
      ]),
    }),
    press: (_ctx, press) => (press.kind === 'schedule' ? press.answer : undefined),
  });
  await outside(talk, async (ctx) => {
    if (answer === 'no') return void (await send(ctx, { text: ctx.t.staysDraft }));
    await invoke(ctx.caller, updateCampaign, { campaign_id, scheduled_at });
    await ctx.cards.show(ctx, campaign_id);
  });
}
