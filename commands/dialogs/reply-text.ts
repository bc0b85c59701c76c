import { invoke } from '../../src/operations/invoke.ts';
import { saveMassMarketingConfig } from '../../src/operations/settings/save.ts';
import { send } from '../view.ts';
import { settingsView } from '../views/settings.ts';
import { ask } from './ask.ts';
import type { Talk } from './outside.ts';

/** Asks what people should be answered, and saves it. */
export async function replyText(talk: Talk) {
  await ask(talk, {
    view: ({ t }) => ({ text: t.askReplyText }),
    words: async (ctx, text) => {
      const config = { auto_reply_text: text };
      const saved = await invoke(ctx.caller, saveMassMarketingConfig, config);
      await ctx.reply(ctx.t.replyTextSaved);
      await send(ctx, settingsView(ctx.t, saved));
      return true;
    },
  });
}
