import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { refuseDeleting } from '../../domain/campaign.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign } from './shapes.ts';

export const deleteCampaign = defineOperation({
  name: 'delete_campaign',
  summary:
    'Delete a campaign for good. A running or paused one has to be cancelled first. Opt-outs that it ' +
    'brought stay in force.',
  scope: 'campaigns:write',
  annotations: removes,
  confirmation: {
    preview: {
      operation: 'get_campaign',
      given: ['campaign_id'],
      shown: ['campaign_id', 'name', 'status'],
    },
  },
  input: z.strictObject(byCampaign),
  output: z.object({
    campaign_id: z.int().describe('The campaign that is gone.'),
    deleted: z.literal(true),
  }),

  // The rows stay for as long as receipts and answers may come; nobody finds the campaign any more.
  async handler({ trx, workspaceId, now }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    refuseDeleting(campaign.state);
    await saveCampaign(trx, campaign, { deleted_at: now, slug: null });
    return { campaign_id: campaign.id, deleted: true as const };
  },
});
