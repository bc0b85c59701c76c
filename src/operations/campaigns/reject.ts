import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { line } from '../text.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const rejectCampaign = defineOperation({
  name: 'reject_campaign',
  summary:
    'Refuse a campaign that waits for approval. It is cancelled, and get_campaign shows why; a copy of ' +
    'it can be changed and waits anew.',
  scope: 'campaigns:send',
  annotations: sets,
  input: z.strictObject({
    ...byCampaign,
    reason: line(500).describe('Why, for whoever made it.'),
  }),
  output: StateFacts,

  async handler({ trx, workspaceId, now }, { campaign_id, reason }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    const state = nextCampaignState(campaign.state, 'reject');
    const state_reason = `Rejected: ${reason}`;
    return stateFacts(await saveCampaign(trx, campaign, { state, state_reason, finished_at: now }));
  },
});
