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
    const sentence = sentenceFor(error, ctx, log, describe);
    try {
      await tell(ctx, sentence);
    } catch (failure) {
      log.warn({ err: describe(failure) }, 'an answer could not be delivered');
    }
  };
}

function sentenceFor(
  error: unknown,
  { t, update }: OperatorContext,
  log: Logger,
  describe: Describe,
): string | undefined {
  if (error instanceof Refusal) return error.message;
  const reference = randomBytes(4).toString('hex');
  log.error({ reference, err: describe(error), update: update.update_id }, 'the bot failed');
  // Without a voice nobody has been let in, and strangers hear nothing, not even of our faults.
  return t?.fault(reference);
}

/** What fits above the buttons that were pressed, in characters. */
const toastMax = 200;

async function tell(ctx: OperatorContext, sentence: string | undefined): Promise<void> {
  const toast = sentence !== undefined && sentence.length <= toastMax ? sentence : undefined;
  const isAnswered = ctx.callbackQuery !== undefined && (await answerPress(ctx, toast));
  const isTold = isAnswered && toast !== undefined;
  if (sentence !== undefined && !isTold) await ctx.reply(sentence);
}

/** False when the press had its answer already, before something failed. */
async function answerPress(ctx: OperatorContext, toast: string | undefined): Promise<boolean> {
  try {
    await ctx.answerCallbackQuery(toast === undefined ? {} : { text: toast, show_alert: true });
    return true;
  } catch (error) {
    if (error instanceof GrammyError) return false;
    throw error;
  }
}
