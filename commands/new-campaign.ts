import { Composer } from 'grammy';
import { Refusal } from '../src/errors.ts';
import { createCampaign } from '../src/operations/campaigns/create.ts';
import type { OperatorContext } from './context.ts';
import { enterDialog } from './dialogs/enter.ts';
import { onPress } from './press.ts';

export const newCampaign = new Composer<OperatorContext>();

newCampaign.command('newcampaign', async (ctx) => {
  refuseLookersOn(ctx);
  await enterDialog(ctx, 'newCampaign');
});

newCampaign.use(
  onPress('new', async (ctx, { list }) => {
    refuseLookersOn(ctx);
    await enterDialog(ctx, 'newCampaign', list);
    await ctx.answerCallbackQuery();
  }),
);

/** `invoke` would refuse as well, but only after all those questions. */
function refuseLookersOn({ caller: { scopes }, t }: OperatorContext): void {
  if (scopes.has(createCampaign.scope) || scopes.has('admin')) return;
  throw new Refusal('not_allowed', t.makesNoCampaigns);
}
