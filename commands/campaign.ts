import { Composer } from 'grammy';
import { approveCampaign } from '../src/operations/campaigns/approve.ts';
import { cancelCampaign } from '../src/operations/campaigns/cancel.ts';
import { deleteCampaign } from '../src/operations/campaigns/delete.ts';
import { getCampaign } from '../src/operations/campaigns/get.ts';
import { pauseCampaign } from '../src/operations/campaigns/pause.ts';
import { resumeCampaign } from '../src/operations/campaigns/resume.ts';
import { startCampaign } from '../src/operations/campaigns/start.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';
import { enterDialog } from './dialogs/enter.ts';
import { onPress } from './press.ts';
import { rewrite } from './view.ts';
import { readSeen } from './views/preview.ts';

/** A campaign's card and the buttons on it. */
export const campaign = new Composer<OperatorContext>();

campaign.command('campaign', async (ctx) => {
  const ref = ctx.match.trim();
  return ref === '' ? ctx.reply(ctx.t.usage('campaign')) : ctx.cards.show(ctx, ref);
});

campaign.use(
  onPress('card', async (ctx, press) => {
    await ctx.cards.show(ctx, press.campaign);
    await ctx.answerCallbackQuery();
  }),
  onPress('start', async (ctx, press) => {
    await invoke(ctx.caller, startCampaign, { campaign_id: press.campaign });
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.started);
  }),
  onPress('pause', async (ctx, press) => {
    await invoke(ctx.caller, pauseCampaign, { campaign_id: press.campaign });
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.paused);
  }),
  onPress('resume', async (ctx, press) => {
    await invoke(ctx.caller, resumeCampaign, { campaign_id: press.campaign });
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.resumed);
  }),
  onPress('refresh', async (ctx, press) => {
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.upToDate);
  }),
  onPress('cancel', async (ctx, press) => {
    await ctx.cards.update(ctx, press.campaign, true);
    await ctx.answerCallbackQuery();
  }),
  onPress('cancel-no', async (ctx, press) => {
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.notCancelled);
  }),
  onPress('cancel-yes', async (ctx, press) => {
    await invoke(ctx.caller, cancelCampaign, { campaign_id: press.campaign });
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.cancelled);
  }),
  onPress('approve', async (ctx, press) => {
    const updated_at = readSeen(press.seen);
    await invoke(ctx.caller, approveCampaign, { campaign_id: press.campaign, updated_at });
    await ctx.cards.update(ctx, press.campaign);
    await ctx.answerCallbackQuery(ctx.t.approved);
  }),
  onPress('reject', async (ctx, press) => {
    await enterDialog(ctx, 'rejectCampaign', press.campaign);
    await ctx.answerCallbackQuery();
  }),
  onPress('edit', async (ctx, press) => {
    await enterDialog(ctx, 'editText', press.campaign);
    await ctx.answerCallbackQuery();
  }),
  onPress('discard', async (ctx, press) => {
    const { name } = await invoke(ctx.caller, getCampaign, { campaign_id: press.campaign });
    await invoke(ctx.caller, deleteCampaign, { campaign_id: press.campaign });
    await rewrite(ctx, { text: ctx.t.discarded(name) });
    await ctx.answerCallbackQuery(ctx.t.cancelled);
  }),
);
