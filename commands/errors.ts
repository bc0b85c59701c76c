import { randomBytes } from 'node:crypto';
import { type BotError, GrammyError } from 'grammy';
import type { Logger } from 'pino';
import { Refusal } from '../src/errors.ts';
import type { OperatorContext } from './context.ts';
import type { Describe } from './secret.ts';

/**
 * The one place where a failed command ends: what an operator may read is said, and everything
 * else is logged under a reference that is said instead.
 */
export function explainErrors(log: Logger, describe: Describe) {
  return async ({ error, ctx }: BotError<OperatorContext>): Promise<void> => {
    if (isNotModified(error)) return answerPress(ctx);
    const sentence = error instanceof Refusal ? error.message : undefined;
    const reference = randomBytes(4).toString('hex');
    if (sentence === undefined) {
      log.error(
        { reference, err: describe(error), update: ctx.update.update_id },
        'the bot failed',
      );
    }
    // Without a voice nobody has been let in, and strangers hear nothing, not even of our faults.
    if (ctx.t === undefined) return;
    try {
      await tell(ctx, sentence ?? ctx.t.fault(reference));
    } catch (failure) {
      log.warn({ err: describe(failure) }, 'an answer could not be delivered');
    }
  };
}

/** Somebody pressed twice, or two edits met: the message looks as it should. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes('message is not modified');
}

/** What fits above the buttons that were pressed, in characters. */
const toastMax = 200;

async function tell(ctx: OperatorContext, sentence: string): Promise<void> {
  if (ctx.callbackQuery !== undefined && sentence.length <= toastMax) {
    await ctx.answerCallbackQuery({ text: sentence, show_alert: true });
    return;
  }
  await answerPress(ctx);
  await ctx.reply(sentence);
}

async function answerPress(ctx: OperatorContext): Promise<void> {
  if (ctx.callbackQuery !== undefined) await ctx.answerCallbackQuery();
}
