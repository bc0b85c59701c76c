import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const cancelCampaign = defineOperation({
  name: 'cancel_campaign',
  summary:
    'End a campaign for good. Whoever has not got it yet will not get it; what was sent stays sent. ' +
    'It cannot be resumed.',
  scope: 'campaigns:send',
  annotations: removes,
  confirmation: {
    preview: {
      operation: 'get_campaign',
      given: ['campaign_id'],
      shown: ['campaign_id', 'name', 'status'],
    },
  },
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId, now }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    if (campaign.state === 'cancelled') return stateFacts(campaign);

    const state = nextCampaignState(campaign.state, 'cancel');
    return stateFacts(await saveCampaign(trx, campaign, { state, finished_at: now }));
  },
});
