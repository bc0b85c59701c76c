import type { MiddlewareFn, NextFunction } from 'grammy';
import { decodePress, type Kind, type Press } from './callback.ts';
import type { OperatorContext } from './context.ts';

/** Reads what the pressed button means. What means nothing any more is said to be too old. */
export async function readPress(ctx: OperatorContext, next: NextFunction): Promise<void> {
  if (ctx.callbackQuery === undefined) return next();

  const press = decodePress(ctx.callbackQuery.data ?? '');
  if (press === undefined) return tooOld(ctx);
  ctx.press = press;
  if (press.kind === 'run') {
    await ctx.answerCallbackQuery();
    becomeCommand(ctx, press.command, press.words);
  }
  return next();
}

/** A handler for one kind of button. It has to answer the press. */
export function onPress<K extends Kind>(
  kind: K,
  handle: (ctx: OperatorContext, press: Extract<Press, { kind: K }>) => Promise<unknown>,
): MiddlewareFn<OperatorContext> {
  return async (ctx, next) => {
    const { press } = ctx;
    if (press !== undefined && isOf(kind, press)) await handle(ctx, press);
    else await next();
  };
}

/** For a press that nobody waits for any more. */
export async function tooOld(ctx: OperatorContext): Promise<void> {
  await ctx.answerCallbackQuery(ctx.t.tooOld);
}

function isOf<K extends Kind>(kind: K, press: Press): press is Extract<Press, { kind: K }> {
  return press.kind === kind;
}

/** From here on the update is the command, as if whoever pressed had typed it: its handler needs to know of no buttons. */
function becomeCommand(ctx: OperatorContext, command: string, words: string): void {
  const { from, chat, update } = ctx;
  if (from === undefined || chat?.type !== 'private') return;
  const { message_id = 0, date = 0 } = ctx.callbackQuery?.message ?? {};
  const typed = `/${command}`;
  update.message = {
    message_id,
    date,
    from,
    chat,
    text: `${typed} ${words}`.trim(),
    entities: [{ type: 'bot_command', offset: 0, length: typed.length }],
  };
  delete update.callback_query;
}
