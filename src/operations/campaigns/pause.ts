import { z } from 'zod';
import { lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const pauseCampaign = defineOperation({
  name: 'pause_campaign',
  summary:
    'Stop a running campaign from handing over further messages. Messages already handed to WhatsApp ' +
    'still arrive. Undo with resume_campaign.',
  scope: 'campaigns:send',
  annotations: sets,
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler({ trx, workspaceId }, { campaign_id }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    // A second operator who presses the button late already has what they wanted.
    if (campaign.state === 'paused') return stateFacts(campaign);

    const state = nextCampaignState(campaign.state, 'pause');
    return stateFacts(
      await saveCampaign(trx, campaign, { state, state_reason: 'paused by an operator' }),
    );
  },
});
