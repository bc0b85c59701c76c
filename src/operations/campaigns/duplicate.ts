import { z } from 'zod';
import { describeActor } from '../../database/audit.ts';
import { getCampaign, insertCampaign } from '../../database/campaigns.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { askForApproval, needsApproval } from './approval.ts';
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

  async handler(context, { campaign_id }) {
    const { trx, workspaceId, actor } = context;
    const waits = await needsApproval(context);
    const campaign = await getCampaign(trx, workspaceId, campaign_id);
    const copy = await insertCampaign(trx, {
      workspace_id: workspaceId,
      state: waits ? 'pending_approval' : 'draft',
      name: `${campaign.name} (copy)`.slice(0, nameMax),
      message_text: campaign.message_text,
      list_id: campaign.list_id,
      session_ids: campaign.session_ids,
      send_interval_seconds: campaign.send_interval_seconds,
      include_unsubscribe_link: campaign.include_unsubscribe_link,
      unknown_policy: campaign.unknown_policy,
      segment: campaign.segment,
      template_id: campaign.template_id,
      template_params: campaign.template_params,
      on_missing_variable: campaign.on_missing_variable,
      archive_after_send: campaign.archive_after_send,
      media_url: campaign.media_url,
      media_type: campaign.media_type,
      media_filename: campaign.media_filename,
      is_recurring: campaign.is_recurring,
      recurring_cron: campaign.recurring_cron,
      translate_by_prefix: campaign.translate_by_prefix,
      created_by: describeActor(actor),
    });
    if (waits) await askForApproval(context, copy);
    return oneCampaignFacts(trx, copy);
  },
});
