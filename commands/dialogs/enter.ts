import type { OperatorContext } from '../context.ts';
import type { dialogs } from './dialogs.ts';

export type DialogName = keyof typeof dialogs;

/** Begins a dialog. One that is open in this chat is left, and that is said. */
export async function enterDialog(
  ctx: OperatorContext,
  name: DialogName,
  ...values: (number | string)[]
): Promise<void> {
  if (await leaveDialogs(ctx)) await ctx.reply(ctx.t.leftFor);
  await ctx.conversation.enter(name, ...values);
}

/** Returns whether there was one. */
export async function leaveDialogs({ conversation }: OperatorContext): Promise<boolean> {
  const isTalking = Object.keys(conversation.active()).length > 0;
  if (isTalking) await conversation.exitAll();
  return isTalking;
}
