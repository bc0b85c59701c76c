import { Composer } from 'grammy';
import { listCampaigns } from '../src/operations/campaigns/list.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';
import { pageFrom, pageRow } from './paging.ts';
import { onPress } from './press.ts';
import { type Button, keyboardOf, linesOf, rewrite, send, type View } from './view.ts';

const campaignsPerPage = 5;
const buttonNameMax = 40;

export const campaigns = new Composer<OperatorContext>();

campaigns.command('campaigns', async (ctx) => send(ctx, await campaignsView(ctx, 1)));

campaigns.use(
  onPress('campaigns', async (ctx, { page }) => {
    await rewrite(ctx, await campaignsView(ctx, page));
    await ctx.answerCallbackQuery();
  }),
);

async function campaignsView({ caller, t }: OperatorContext, wanted: number): Promise<View> {
  const fetch = async (page: number) => {
    const { campaigns: rows, total } = await invoke(caller, listCampaigns, { page });
    return { rows, total };
  };
  const shown = await pageFrom(fetch, wanted, campaignsPerPage);
  const lines = shown.rows.map(({ campaign_id: id, name, status, counts: { sent, planned } }) =>
    t.campaignLine({ id, name, state: t.states[status], sent, planned }),
  );
  const opening = shown.rows.map(({ campaign_id, name }): Button[] => [
    [
      t.campaignButton(campaign_id, name.slice(0, buttonNameMax)),
      { kind: 'card', campaign: campaign_id },
    ],
  ]);
  const turning = pageRow(t, shown, (page) => ({ kind: 'campaigns', page }));
  const pages = shown.pages > 1 ? ['', t.page(shown.page, shown.pages)] : [];
  return {
    text: linesOf(t.campaigns(shown.total), ...lines, ...pages),
    keyboard: keyboardOf(...opening, turning),
  };
}
