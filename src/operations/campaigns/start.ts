import { z } from 'zod';
import type { Context } from '../../context.ts';
import { audienceOf, hasPeople } from '../../database/audience.ts';
import { type Campaign, lockCampaign } from '../../database/campaigns.ts';
import { startCampaignRow } from '../../database/start.ts';
import type { Trx } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { needsApproval } from './approval.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const startCampaign = defineOperation({
  name: 'start_campaign',
  summary:
    'Start sending a draft or scheduled campaign now. Everyone on its list who may be messaged gets it ' +
    'once. See preview_campaign first: what has been sent cannot be called back.',
  scope: 'campaigns:send',
  sends: true,
  annotations: { ...adds, idempotent: true },
  confirmation: { preview: { operation: 'preview_campaign', given: ['campaign_id'] } },
  input: z.strictObject(byCampaign),
  output: StateFacts,

  async handler(context, { campaign_id }) {
    const { trx, workspaceId, now, house } = context;
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    // The second of two operators who press at once already has what they wanted.
    if (campaign.state === 'running') return stateFacts(campaign);
    await refuseUnapproved(context, campaign);
    await refuseWithoutPeople(trx, campaign, now);
    const windowOf = (bridge: string) => house.bridges.get(bridge).conversationWindowMs;
    const risksOf = (bridge: string) => house.bridges.get(bridge).risks;
    return stateFacts(await startCampaignRow(trx, campaign, now, { windowOf, risksOf }));
  },
});

/** A campaign that would end the moment it starts is a mistake that can still be mended. */
async function refuseWithoutPeople(trx: Trx, campaign: Campaign, now: Date): Promise<void> {
  const audience = audienceOf(campaign, now);
  if (audience && (await hasPeople(trx, audience))) return;
  throw new Refusal(
    'wrong_state',
    campaign.segment
      ? 'Nobody on the list of this campaign matches its segment_filters: count_filtered_contacts shows how many do.'
      : 'Nobody is on the list of this campaign: add contacts to it first.',
  );
}

/** A draft from before the workspace wanted approval was never looked at. */
async function refuseUnapproved(context: Context, campaign: Campaign): Promise<void> {
  if (campaign.approved_at !== null || !(await needsApproval(context))) return;
  throw new Refusal(
    'not_allowed',
    'Nobody has approved this campaign, and this workspace wants that for what programs start. ' +
      'Change it with update_campaign, so that operators are asked, or let an operator start it.',
  );
}
