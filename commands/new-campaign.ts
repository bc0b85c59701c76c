import { Composer } from 'grammy';
import type { OperatorContext } from './context.ts';
import { enterDialog } from './dialogs/enter.ts';
import { onPress } from './press.ts';

export const newCampaign = new Composer<OperatorContext>();

newCampaign.command('newcampaign', (ctx) => enterDialog(ctx, 'newCampaign'));

newCampaign.use(
  onPress('new', async (ctx, { list }) => {
    await enterDialog(ctx, 'newCampaign', list);
    await ctx.answerCallbackQuery();
  }),
);
