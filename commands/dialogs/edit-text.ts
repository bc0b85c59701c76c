import type { Context } from 'grammy';
import { cancelCampaignSchedule } from '../../src/operations/campaigns/cancel-schedule.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { invoke } from '../../src/operations/invoke.ts';
import type { OperatorContext } from '../context.ts';
import { say } from './ask.ts';
import { askText } from './ask-text.ts';
import { outside, type Talk } from './outside.ts';

/** Asks for another text for a campaign that has not started, and shows the preview again. */
export async function editText(talk: Talk, _: Context, campaignId: number) {
  const listId = await outside(talk, async ({ caller }) => {
    const { list_id } = await invoke(caller, getCampaign, { campaign_id: campaignId });
    return list_id ?? undefined;
  });
  const text = await askText(talk, listId);
  await outside(talk, (ctx) => changeText(ctx, campaignId, text));
  await say(talk, ({ t }) => ({ text: t.textTaken }));
  await outside(talk, (ctx) => ctx.cards.show(ctx, campaignId));
}

/** A schedule has to be taken back before the text may change, and is set again with it. */
async function changeText({ caller }: OperatorContext, campaign_id: number, message_text: string) {
  const { status, scheduled_at } = await invoke(caller, getCampaign, { campaign_id });
  if (status === 'scheduled') await invoke(caller, cancelCampaignSchedule, { campaign_id });
  await invoke(caller, updateCampaign, {
    campaign_id,
    message_text,
    ...(status === 'scheduled' && scheduled_at !== null && { scheduled_at }),
  });
}
