import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const archiveCampaign = defineOperation({
  name: 'archive_campaign',
  summary: 'Put a completed or cancelled campaign away. Undo with unarchive_campaign.',
  scope: 'campaigns:write',
  annotations: sets,
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    if (campaign.state === 'archived') return stateFacts(campaign);
    const state = nextCampaignState(campaign.state, 'archive');
    return stateFacts(await saveCampaign(trx, campaign, { state, archived_from: campaign.state }));
  },
});

export const unarchiveCampaign = defineOperation({
  name: 'unarchive_campaign',
  summary: 'Bring an archived campaign back to the state that it had.',
  scope: 'campaigns:write',
  annotations: sets,
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    const { archived_from: state } = campaign;
    if (state) return stateFacts(await saveCampaign(trx, campaign, { state, archived_from: null }));
    throw new Refusal('wrong_state', `This campaign is ${campaign.state}, not archived.`, {
      state: campaign.state,
    });
  },
});
