import { z } from 'zod';
import { describeActor } from '../../database/audit.ts';
import { getCampaign, insertCampaign } from '../../database/campaigns.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, CampaignFacts, oneCampaignFacts } from './shapes.ts';

const nameMax = 200;

export const duplicateCampaign = defineOperation({
  name: 'duplicate_campaign',
  summary:
    'Make a new draft with the text, list and choices of a campaign, whatever state that is in.',
  scope: 'campaigns:write',
  annotations: adds,
  input: z.strictObject(byCampaign),
  output: CampaignFacts,

  async handler({ trx, workspaceId, actor }, { campaign_id }) {
    const campaign = await getCampaign(trx, workspaceId, campaign_id);
    const copy = await insertCampaign(trx, {
      workspace_id: workspaceId,
      state: 'draft',
      name: `${campaign.name} (copy)`.slice(0, nameMax),
      message_text: campaign.message_text,
      list_id: campaign.list_id,
      session_ids: campaign.session_ids,
      send_interval_seconds: campaign.send_interval_seconds,
      include_unsubscribe_link: campaign.include_unsubscribe_link,
      unknown_policy: campaign.unknown_policy,
      created_by: describeActor(actor),
    });
    return oneCampaignFacts(trx, copy);
  },
});
