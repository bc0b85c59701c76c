import type { Conversation } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import { Refusal } from '../../src/errors.ts';
import type { OperatorContext } from '../context.ts';

/** A dialog with one person, as it is being replayed. */
export type Talk = Conversation<OperatorContext, Context>;

/**
 * A dialog is replayed from its first line on every update, so whatever it does has to happen in
 * here: once, and then it is remembered. Here it also meets the context that other handlers have.
 */
export async function outside<T>(
  talk: Talk,
  task: (ctx: OperatorContext) => T | Promise<T>,
): Promise<T> {
  const done = await talk.external(async (ctx): Promise<Done<T>> => {
    try {
      return { value: await task(ctx) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, details } = error;
      return { refused: { code, message, details } };
    }
  });
  if (done.refused === undefined) return done.value;
  throw new Refusal(done.refused.code, done.refused.message, done.refused.details);
}

/** What is remembered is cloned, and the clone of a Refusal would be an error like any other. */
type Done<T> =
  | { value: T; refused?: undefined }
  | { refused: Pick<Refusal, 'code' | 'message' | 'details'> };
