import { z } from 'zod';
import { type Campaign, lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { type CampaignState, nextCampaignState, refuseEditing } from '../../domain/campaign.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { requireList } from '../lists/require.ts';
import { askForApproval, needsApproval } from './approval.ts';
import { readChoices } from './choices.ts';
import {
  byCampaign,
  CampaignFacts,
  CampaignName,
  campaignChoices,
  MessageText,
  oneCampaignFacts,
  TargetList,
} from './shapes.ts';

export const updateCampaign = defineOperation({
  name: 'update_campaign',
  summary:
    'Change a campaign that is still a draft. Only the given fields change; scheduled_at makes it ' +
    'scheduled. Where programs need approval, what a program changes waits for it again.',
  scope: 'campaigns:write',
  sends: ({ scheduled_at }) => scheduled_at !== undefined,
  annotations: sets,
  input: z.strictObject({
    ...byCampaign,
    name: CampaignName.optional(),
    message_text: MessageText.optional(),
    list_id: TargetList.optional(),
    ...campaignChoices,
  }),
  output: CampaignFacts,

  async handler(context, { campaign_id, name, list_id, ...choices }) {
    const { trx, workspaceId } = context;
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    refuseEditing(campaign.state);
    const list = list_id && (await requireList(trx, workspaceId, list_id));
    const columns = await readChoices(context, choices, campaign);
    const waits = await needsApproval(context);
    const saved = await saveCampaign(trx, campaign, {
      ...columns,
      ...(name !== undefined && { name }),
      ...(list && { list_id: list.id }),
      ...stateAfter(campaign, columns.scheduled_at != null, waits),
    });
    if (waits) await askForApproval(context, saved);
    return oneCampaignFacts(trx, saved);
  },
});

/** What was approved is what somebody saw: a program's change asks anew. */
function stateAfter(
  { state }: Campaign,
  hasTime: boolean,
  waits: boolean,
): { state?: CampaignState; approved_at?: null } {
  if (waits) return { state: 'pending_approval', approved_at: null };
  return hasTime && state === 'draft' ? { state: nextCampaignState(state, 'schedule') } : {};
}
