import { nextCampaignState } from '../domain/campaign.ts';
import { Refusal } from '../errors.ts';
import { type Campaign, saveCampaign } from './campaigns.ts';
import type { Trx } from './tables.ts';

/**
 * Turns a campaign into a running one: the numbers that it sends from are fixed now. Called with
 * the campaign locked, by an operator's start and by its schedule alike.
 */
export async function startCampaignRow(trx: Trx, campaign: Campaign, now: Date): Promise<Campaign> {
  const state = nextCampaignState(campaign.state, 'start');
  return saveCampaign(trx, campaign, {
    state,
    state_reason: null,
    session_ids: await chooseSenders(trx, campaign),
    started_at: now,
  });
}

/** The numbers that were named, else every number that is enabled for campaigns and connected. */
async function chooseSenders(trx: Trx, campaign: Campaign): Promise<number[]> {
  if (campaign.session_ids.length > 0) return campaign.session_ids;
  const senders = await trx
    .selectFrom('sender')
    .select('id')
    .where('workspace_id', '=', campaign.workspace_id)
    .where('marketing_enabled', '=', true)
    .where('status', '=', 'connected')
    .orderBy('id')
    .execute();
  if (senders.length > 0) return senders.map(({ id }) => id);
  throw new Refusal(
    'wrong_state',
    'No connected number is enabled for campaigns: connect one with connect_whatsapp, or name numbers in session_ids.',
  );
}
