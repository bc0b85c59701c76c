import { Composer } from 'grammy';
import { invoke } from '../src/operations/invoke.ts';
import { getMassMarketingConfig } from '../src/operations/settings/get.ts';
import { saveMassMarketingConfig } from '../src/operations/settings/save.ts';
import type { OperatorContext } from './context.ts';
import { enterDialog } from './dialogs/enter.ts';
import { onPress } from './press.ts';
import { rewrite, send } from './view.ts';
import { settingsView } from './views/settings.ts';

export const settings = new Composer<OperatorContext>();

settings.command('settings', async (ctx) => {
  const config = await invoke(ctx.caller, getMassMarketingConfig, {});
  await send(ctx, settingsView(ctx.t, config));
});

settings.use(
  onPress('auto-reply', async (ctx, { on }) => {
    const isOn = on === 'on';
    const changed = { auto_reply_enabled: isOn };
    const config = await invoke(ctx.caller, saveMassMarketingConfig, changed);
    await rewrite(ctx, settingsView(ctx.t, config));
    await ctx.answerCallbackQuery(ctx.t.autoReplyIs(isOn));
  }),
  onPress('reply-text', async (ctx) => {
    await enterDialog(ctx, 'replyText');
    await ctx.answerCallbackQuery();
  }),
);
