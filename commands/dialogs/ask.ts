import type { Context } from 'grammy';
import { Refusal } from '../../src/errors.ts';
import type { Press } from '../callback.ts';
import type { OperatorContext } from '../context.ts';
import { send, type View } from '../view.ts';
import { outside, type Talk } from './outside.ts';

export interface Question<T> {
  view(ctx: OperatorContext): View | Promise<View>;
  /** Reads an answer in words; a Refusal is said, and the question stays open. Without it only buttons count. */
  words?(ctx: OperatorContext, text: string): T | Promise<T>;
  /** Reads a press on the question's own buttons; undefined leaves the question open. */
  press?(ctx: OperatorContext, press: Press): T | undefined | Promise<T | undefined>;
}

/**
 * Asks until there is an answer. Commands, files and the buttons of other messages are no answer:
 * they do what they always do, and the question waits.
 */
export async function ask<T>(talk: Talk, question: Question<T>): Promise<T> {
  const asked = await say(talk, question.view);
  for (;;) {
    await talk.waitUntil((ctx) => isAnswer(ctx, asked), { next: true });
    const read = await outside(talk, (ctx) => readAnswer(ctx, question));
    if (read !== undefined) return read.value;
  }
}

/** Says something once; returns the message's id. */
export function say(talk: Talk, view: Question<unknown>['view']): Promise<number> {
  return outside(talk, async (ctx) => (await send(ctx, await view(ctx))).message_id);
}

function isAnswer({ message, callbackQuery }: Context, asked: number): boolean {
  if (callbackQuery !== undefined) return callbackQuery.message?.message_id === asked;
  return message?.text !== undefined && !message.text.startsWith('/');
}

/** Undefined while the question is still open. */
async function readAnswer<T>(
  ctx: OperatorContext,
  { words, press }: Question<T>,
): Promise<{ value: T } | undefined> {
  if (ctx.press !== undefined) {
    const value = await press?.(ctx, ctx.press);
    await ctx.answerCallbackQuery();
    return value === undefined ? undefined : { value };
  }
  if (words === undefined) {
    await ctx.reply(ctx.t.pressAButton);
    return undefined;
  }
  try {
    return { value: await words(ctx, ctx.message?.text ?? '') };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await ctx.reply(error.message);
    return undefined;
  }
}
