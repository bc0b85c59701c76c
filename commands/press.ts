import type { MiddlewareFn, NextFunction } from 'grammy';
import { decodePress, type Kind, type Press } from './callback.ts';
import type { OperatorContext } from './context.ts';

/** Reads what the pressed button means. What means nothing any more is said to be too old. */
export async function readPress(ctx: OperatorContext, next: NextFunction): Promise<void> {
  const data = ctx.callbackQuery?.data;
  if (ctx.callbackQuery === undefined) return next();

  const press = data === undefined ? undefined : decodePress(data);
  if (press === undefined) return tooOld(ctx);
  ctx.press = press;
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

/** For a button that belongs to a dialog which is over. */
export async function tooOld(ctx: OperatorContext): Promise<void> {
  await ctx.answerCallbackQuery(ctx.t.tooOld);
}

function isOf<K extends Kind>(kind: K, press: Press): press is Extract<Press, { kind: K }> {
  return press.kind === kind;
}
