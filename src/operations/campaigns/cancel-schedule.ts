import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const cancelCampaignSchedule = defineOperation({
  name: 'cancel_campaign_schedule',
  summary: 'Take a scheduled campaign back to draft. It is kept, and can be changed and started.',
  scope: 'campaigns:write',
  annotations: sets,
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    const state = nextCampaignState(campaign.state, 'unschedule');
    return stateFacts(await saveCampaign(trx, campaign, { state, scheduled_at: null }));
  },
});
