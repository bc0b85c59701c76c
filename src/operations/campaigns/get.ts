import { z } from 'zod';
import { getCampaign as findCampaign } from '../../database/campaigns.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, CampaignFacts, oneCampaignFacts } from './shapes.ts';

export const getCampaign = defineOperation({
  name: 'get_campaign',
  summary: 'Show a campaign: what it says, the state it is in, and how many people it has reached.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject(byCampaign),
  output: CampaignFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    return oneCampaignFacts(trx, await findCampaign(trx, workspaceId, campaign_id));
  },
});
