import type { House } from '../context.ts';
import { planPage, refreshStatistics } from '../database/audience.ts';
import { type Campaign, saveCampaign } from '../database/campaigns.ts';
import { notify } from '../database/signals.ts';
import type { Trx } from '../database/tables.ts';
import { requiredVariables } from '../domain/template.ts';

export interface PlanTurn {
  planned: number;
  skipped: number;
  /** Whether there is another page waiting somewhere. */
  more: boolean;
}

/**
 * One page of one running campaign. The campaign's row is held meanwhile, so a pause or a
 * cancellation comes before a page or after it; two planners never work on the same campaign.
 */
export async function planTurn(house: House): Promise<PlanTurn> {
  return house.db.transaction().execute(async (trx) => {
    const campaign = await lockUnplanned(trx);
    if (!campaign) return { planned: 0, skipped: 0, more: false };
    if (campaign.list_id === null) {
      await saveCampaign(trx, campaign, { planned_at: house.clock() });
      return { planned: 0, skipped: 0, more: true };
    }
    if (campaign.plan_after === 0) await refreshStatistics(trx);
    const page = await planPage(
      trx,
      campaign,
      {
        workspaceId: campaign.workspace_id,
        listId: campaign.list_id,
        required: requiredVariables(campaign.message_text),
      },
      onlySender(campaign),
      // Not its schedule: an operator may have started it earlier.
      campaign.started_at ?? house.clock(),
      house.clock(),
    );
    await saveCampaign(
      trx,
      campaign,
      page.after === undefined ? { planned_at: house.clock() } : { plan_after: page.after },
    );
    await notify(trx, { kind: 'work' });
    return { planned: page.planned, skipped: page.skipped, more: true };
  });
}

function lockUnplanned(trx: Trx): Promise<Campaign | undefined> {
  return trx
    .selectFrom('campaign')
    .selectAll()
    .where('state', '=', 'running')
    .where('planned_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** With one number the message is its own from the start; several numbers pull from what is nobody's. */
function onlySender({ session_ids: [first, ...others] }: Campaign): number | null {
  return others.length === 0 ? (first ?? null) : null;
}
