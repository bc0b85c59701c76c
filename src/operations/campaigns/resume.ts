import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const resumeCampaign = defineOperation({
  name: 'resume_campaign',
  summary: 'Go on with a paused campaign. Only what was not sent yet is sent.',
  scope: 'campaigns:send',
  sends: true,
  annotations: sets,
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    if (campaign.state === 'running') return stateFacts(campaign);

    const state = nextCampaignState(campaign.state, 'resume');
    return stateFacts(await saveCampaign(trx, campaign, { state, state_reason: null }));
  },
});
