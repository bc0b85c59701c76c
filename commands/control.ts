import { Composer } from 'grammy';
import { getCampaign } from '../src/operations/campaigns/get.ts';
import { pauseCampaign } from '../src/operations/campaigns/pause.ts';
import { resumeCampaign } from '../src/operations/campaigns/resume.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';

/** What a campaign's buttons do, for those who would rather type. */
export const control = new Composer<OperatorContext>();

control.command('pause', async (ctx) => {
  const ref = ctx.match.trim();
  if (ref === '') return ctx.reply(ctx.t.usage('pause'));
  const { campaign_id } = await invoke(ctx.caller, pauseCampaign, { campaign_id: ref });
  return ctx.cards.show(ctx, campaign_id);
});

control.command('resume', async (ctx) => {
  const ref = ctx.match.trim();
  if (ref === '') return ctx.reply(ctx.t.usage('resume'));
  const { campaign_id } = await invoke(ctx.caller, resumeCampaign, { campaign_id: ref });
  return ctx.cards.show(ctx, campaign_id);
});

/** Asks first, as the button does; of what is over, the card says so. */
control.command('cancelcampaign', async (ctx) => {
  const ref = ctx.match.trim();
  if (ref === '') return ctx.reply(ctx.t.usage('cancelcampaign'));
  const { campaign_id, moves } = await invoke(ctx.caller, getCampaign, { campaign_id: ref });
  return ctx.cards.show(ctx, campaign_id, moves.includes('cancel'));
});
