import { Composer } from 'grammy';
import type { OperatorContext } from './context.ts';
import { onPress } from './press.ts';
import { keyboardOf, send } from './view.ts';

export const start = new Composer<OperatorContext>();

start.command('start', (ctx) =>
  send(ctx, {
    text: ctx.t.greeting(ctx.caller.actor.name),
    keyboard: keyboardOf(
      [
        [ctx.t.buttons.newCampaign, { kind: 'run', command: 'newcampaign', words: '' }],
        [ctx.t.buttons.campaigns, { kind: 'run', command: 'campaigns', words: '' }],
      ],
      [[ctx.t.buttons.importHelp, { kind: 'import-help' }]],
    ),
  }),
);

start.use(
  onPress('import-help', async (ctx) => {
    await ctx.reply(ctx.t.importHelp);
    await ctx.answerCallbackQuery();
  }),
);
