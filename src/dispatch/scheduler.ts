import type { House } from '../context.ts';
import { type Campaign, lockDueCampaigns, saveCampaign } from '../database/campaigns.ts';
import { startCampaignRow } from '../database/start.ts';
import type { Trx } from '../database/tables.ts';
import { Refusal } from '../errors.ts';

const startsMax = 20;

/**
 * Starts what is due. The truth is the table: a start that was missed by a stopped server
 * happens when it is back, and of two processes that look at once one gets the row.
 */
export async function scheduleTurn(house: House): Promise<{ started: number }> {
  const now = house.clock();
  return house.db.transaction().execute(async (trx) => {
    const due = await lockDueCampaigns(trx, now, startsMax);
    for (const campaign of due) await startOrSayWhy(trx, house, campaign, now);
    return { started: due.length };
  });
}

/** What can't start goes back to draft with its reason, instead of being tried every second for ever. */
async function startOrSayWhy(
  trx: Trx,
  { bridges }: House,
  campaign: Campaign,
  now: Date,
): Promise<void> {
  try {
    await startCampaignRow(trx, campaign, now, {
      windowOf: (name) => bridges.get(name).conversationWindowMs,
      risksOf: (name) => bridges.get(name).risks,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await saveCampaign(trx, campaign, { state: 'draft', state_reason: error.message });
  }
}
