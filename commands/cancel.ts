import { Composer } from 'grammy';
import type { OperatorContext } from './context.ts';
import { leaveDialogs } from './dialogs/enter.ts';

export const cancel = new Composer<OperatorContext>();

cancel.command('cancel', async (ctx) => {
  await ctx.reply((await leaveDialogs(ctx)) ? ctx.t.left : ctx.t.nothingToCancel);
});
