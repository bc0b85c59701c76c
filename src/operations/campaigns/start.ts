import { z } from 'zod';
import { lockCampaign } from '../../database/campaigns.ts';
import { startCampaignRow } from '../../database/start.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, Confirm, StateFacts, stateFacts } from './shapes.ts';

export const startCampaign = defineOperation({
  name: 'start_campaign',
  summary:
    'Start sending a draft or scheduled campaign now. Everyone on its list who may be messaged gets it ' +
    'once. See preview_campaign first: what has been sent cannot be called back.',
  scope: 'campaigns:send',
  annotations: { ...adds, idempotent: true },
  input: z.strictObject({ ...byCampaign, confirm: Confirm }),
  output: StateFacts,

  async handler({ trx, workspaceId, now }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    // The second of two operators who press at once already has what they wanted.
    if (campaign.state === 'running') return stateFacts(campaign);
    return stateFacts(await startCampaignRow(trx, campaign, now));
  },
});
