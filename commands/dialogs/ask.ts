import type { Conversation } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import { Refusal } from '../../src/errors.ts';
import { decodePress, type Press } from '../callback.ts';
import type { OperatorContext } from '../context.ts';
import { send, type View } from '../view.ts';

/*
 * A dialog is replayed from its first line on every update, so whatever it does has to happen
 * inside `external`, which happens once and is remembered. There it also meets the context of the
 * update with everything that other handlers have.
 */

export type Talk = Conversation<OperatorContext, Context>;

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
    const given = readUpdate(await talk.wait(), asked);
    if (given === undefined) await talk.skip({ next: true });
    const read = await talk.external((ctx) => readAnswer(ctx, question, given));
    if (read !== undefined) return read.value;
  }
}

/** Says something once; returns the message's id. */
export function say(talk: Talk, view: Question<unknown>['view']): Promise<number> {
  return talk.external(async (ctx) => (await send(ctx, await view(ctx))).message_id);
}

type Given = { text: string } | { press: Press };

function readUpdate({ message, callbackQuery }: Context, asked: number): Given | undefined {
  if (callbackQuery?.message?.message_id === asked) {
    const press = decodePress(callbackQuery.data ?? '');
    return press && { press };
  }
  const text = message?.text;
  return text === undefined || text.startsWith('/') ? undefined : { text };
}

async function readAnswer<T>(
  ctx: OperatorContext,
  { words, press }: Question<T>,
  given: Given | undefined,
): Promise<{ value: T } | undefined> {
  if (given === undefined) return undefined;
  if ('press' in given) {
    const value = await press?.(ctx, given.press);
    await ctx.answerCallbackQuery();
    return value === undefined ? undefined : { value };
  }
  if (words === undefined) {
    await ctx.reply(ctx.t.pressAButton);
    return undefined;
  }
  try {
    return { value: await words(ctx, given.text) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await ctx.reply(error.message);
    return undefined;
  }
}
