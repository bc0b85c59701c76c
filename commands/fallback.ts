import { Composer } from 'grammy';
import { shorten } from './callback.ts';
import type { OperatorContext } from './context.ts';
import { nearest } from './nearest.ts';
import { tooOld } from './press.ts';
import { commandNames } from './texts/en.ts';
import { keyboardOf, send } from './view.ts';

const typedMax = 32;
/** What is left of a button's 64 bytes beside the longest command. */
const wordsBytesMax = 40;

/** Whatever nobody else wanted: it is always answered, and the answer says how to go on. */
export const fallback = new Composer<OperatorContext>();

fallback.hears(/^\/(\w+)(?:@\w+)?\s*(.*)/s, async (ctx) => {
  const [, typed = '', words = ''] = ctx.match;
  const command = nearest(typed.slice(0, typedMax).toLowerCase(), commandNames) ?? 'help';
  const press = { kind: 'run', command, words: shorten(words.trim(), wordsBytesMax) } as const;
  await send(ctx, {
    text: ctx.t.unknownCommand(typed.slice(0, typedMax), command),
    keyboard: keyboardOf([[ctx.t.buttons.run(command), press]]),
  });
});

fallback.on('message', (ctx) => ctx.reply(ctx.t.notUnderstood));
fallback.on('callback_query', tooOld);
