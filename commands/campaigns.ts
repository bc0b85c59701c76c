import { Composer } from 'grammy';
import { listCampaigns } from '../src/operations/campaigns/list.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';
import { pageFrom, pageRow } from './paging.ts';
import { onPress } from './press.ts';
import { type Button, keyboardOf, linesOf, rewrite, send, type View } from './view.ts';

const campaignsPerPage = 5;
const buttonNameMax = 40;

export const campaigns = new Composer<OperatorContext>();

campaigns.command('campaigns', async (ctx) => send(ctx, await campaignsView(ctx, 1)));

campaigns.use(
  onPress('campaigns', async (ctx, { page }) => {
    const isTurning = ctx.callbackQuery?.message?.reply_markup !== undefined;
    await (isTurning ? rewrite : send)(ctx, await campaignsView(ctx, page));
    await ctx.answerCallbackQuery();
  }),
);
