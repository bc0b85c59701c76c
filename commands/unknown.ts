import { Composer } from 'grammy';
import { resolveUnknown } from '../src/operations/campaigns/second-try.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';
import { onPress } from './press.ts';

/** What a person decides about messages of which nobody can tell whether they arrived. */
export const unknown = new Composer<OperatorContext>();

unknown.use(
  onPress('unknown', async (ctx, { campaign, as }) => {
    const { resolved } = await invoke(ctx.caller, resolveUnknown, { campaign_id: campaign, as });
    await ctx.editMessageReplyMarkup();
    await ctx.reply(ctx.t.resolved(resolved, as));
    await ctx.answerCallbackQuery();
  }),
);
