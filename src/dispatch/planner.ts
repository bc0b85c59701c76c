import type { House } from '../context.ts';
import {
  audienceOf,
  planPage,
  refreshMessageStatistics,
  refreshStatistics,
} from '../database/audience.ts';
import { type Campaign, saveCampaign } from '../database/campaigns.ts';
import { notify } from '../database/signals.ts';
import type { Trx } from '../database/tables.ts';

export interface PlanTurn {
  planned: number;
  /** Who gets none, with the reason in their row. */
  skipped: number;
  /** Whether there is another page waiting somewhere. */
  more: boolean;
}

/**
 * One page of one running campaign. The campaign's row is held meanwhile, so a pause or a
 * cancellation comes before a page or after it; two planners never work on the same campaign.
 */
export async function planTurn(house: House): Promise<PlanTurn> {
  try {
    return await planNext(house, false);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // The cursor says that nobody there has a message yet; should it ever be wrong, nobody gets a second one.
    return planNext(house, true);
  }
}

function planNext(house: House, isRepeated: boolean): Promise<PlanTurn> {
  return house.db.transaction().execute(async (trx) => {
    const campaign = await lockUnplanned(trx);
    if (!campaign) return { planned: 0, skipped: 0, more: false };
    const now = house.clock();
    const audience = audienceOf(campaign, now);
    if (!audience) {
      await saveCampaign(trx, campaign, { planned_at: now });
      return { planned: 0, skipped: 0, more: true };
    }
    if (campaign.plan_after === 0) await refreshStatistics(trx);
    const page = await planPage(trx, audience, {
      campaign,
      senderId: onlySender(campaign),
      // Not its schedule: an operator may have started it earlier.
      dueAt: campaign.started_at ?? now,
      now,
      isRepeated,
    });
    const place = page.after === undefined ? { planned_at: now } : { plan_after: page.after };
    await saveCampaign(trx, campaign, place);
    if (campaign.plan_after === 0) await refreshMessageStatistics(trx);
    // From the second page on whoever sends has enough to do, or looks again by itself.
    if (campaign.plan_after === 0) await notify(trx, { kind: 'work' });
    return { planned: page.planned, skipped: page.skipped + page.failed, more: true };
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

/** SQLSTATE 23505, by either driver. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
