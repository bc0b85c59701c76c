import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const approveCampaign = defineOperation({
  name: 'approve_campaign',
  summary:
    'Approve a campaign that waits for it: it becomes a draft, or scheduled if it has a time.',
  scope: 'campaigns:send',
  annotations: sets,
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    const draft = nextCampaignState(campaign.state, 'approve');
    const state = campaign.scheduled_at ? nextCampaignState(draft, 'schedule') : draft;
    return stateFacts(await saveCampaign(trx, campaign, { state }));
  },
});
