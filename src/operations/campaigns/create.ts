import { z } from 'zod';
import { describeActor } from '../../database/audit.ts';
import { insertCampaign } from '../../database/campaigns.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { requireList } from '../lists/require.ts';
import { askForApproval, needsApproval } from './approval.ts';
import { readChoices } from './choices.ts';
import {
  CampaignFacts,
  CampaignName,
  campaignChoices,
  MessageText,
  oneCampaignFacts,
  TargetList,
} from './shapes.ts';

export const createCampaign = defineOperation({
  name: 'create_campaign',
  summary:
    'Create a campaign: a text for everyone on a contact list. It starts as a draft, or as ' +
    'scheduled when scheduled_at is given; where the workspace wants it so, it waits for approval ' +
    'first. Nothing is sent before it starts: see start_campaign.',
  scope: 'campaigns:write',
  sends: ({ scheduled_at }) => scheduled_at !== undefined,
  annotations: adds,
  input: z.strictObject({
    name: CampaignName,
    message_text: MessageText.optional(),
    list_id: TargetList,
    ...campaignChoices,
  }),
  output: CampaignFacts,

  async handler(context, { name, list_id, ...choices }) {
    const { trx, workspaceId, actor } = context;
    const list = await requireList(trx, workspaceId, list_id);
    const columns = await readChoices(context, choices);
    const waits = await needsApproval(context);
    const campaign = await insertCampaign(trx, {
      workspace_id: workspaceId,
      name,
      list_id: list.id,
      state: waits ? 'pending_approval' : columns.scheduled_at ? 'scheduled' : 'draft',
      created_by: describeActor(actor),
      ...columns,
      message_text: columns.message_text ?? '',
    });
    if (waits) await askForApproval(context, campaign);
    return oneCampaignFacts(trx, campaign);
  },
});
