import { saveCampaign } from '../database/campaigns.ts';
import type { Database } from '../database/tables.ts';
import { nextCampaignState } from '../domain/campaign.ts';

const reason =
  'The machine went down while this campaign ran, and the last messages of it may be missing ' +
  'here: compare with WhatsApp, then resume or cancel.';

/** Whoever was messaged last may be on no record: a person decides whether to go on. Returns how many campaigns wait for that. */
export function pauseAfterPowerCut(db: Database): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const running = await trx
      .selectFrom('campaign')
      .select(['id', 'state'])
      .where('kind', '=', 'campaign')
      .where('state', '=', 'running')
      .forUpdate()
      .execute();
    for (const campaign of running) {
      const state = nextCampaignState(campaign.state, 'pause');
      await saveCampaign(trx, campaign, { state, state_reason: reason });
    }
    return running.length;
  });
}
