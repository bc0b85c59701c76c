import type { TemplateEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import { pauseCampaign } from '../database/campaigns.ts';
import { findWaba, saveTemplateNews } from '../database/cloud-templates.ts';
import type { StoredEvent } from '../database/events.ts';
import type { Trx } from '../database/tables.ts';

/** WhatsApp has decided about a template: what must not be used any more stops the campaigns that use it. */
export async function handleTemplateNews(
  trx: Trx,
  house: House,
  { sender_id: senderId, workspace_id: workspaceId }: StoredEvent,
  news: TemplateEvent,
): Promise<void> {
  const wabaId = await findWaba(trx, senderId);
  if (wabaId === undefined) return;
  const { name, status, reason } = news;
  for (const campaignId of await saveTemplateNews(trx, workspaceId, wabaId, news)) {
    const why = reason ? ` (${reason})` : '';
    const sentence = `Paused by itself: WhatsApp says that the template ${name} is ${status}${why}.`;
    await pauseCampaign(trx, campaignId, sentence, house.clock());
  }
}
