import { z } from 'zod';
import { listCampaigns as findCampaigns } from '../../database/campaigns.ts';
import { campaignStates } from '../../domain/campaign.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { CampaignFacts, campaignFacts } from './shapes.ts';

export const listCampaigns = defineOperation({
  name: 'list_campaigns',
  summary: 'List the campaigns, the newest first, with their states and counts.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    status: z.enum(campaignStates).optional().describe('Only campaigns in this state.'),
    page: PageNumber,
  }),
  output: z.object({ campaigns: z.array(CampaignFacts), ...pageFields }),

  async handler({ trx, workspaceId }, { status, page }) {
    const found = await findCampaigns(trx, workspaceId, { state: status, ...sliceOf(page) });
    return {
      campaigns: await campaignFacts(trx, found.campaigns),
      ...pageFacts(page, found.total),
    };
  },
});
