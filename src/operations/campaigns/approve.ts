import { z } from 'zod';
import type { Actor } from '../../context.ts';
import { describeActor } from '../../database/audit.ts';
import { type Campaign, lockCampaign, saveCampaign } from '../../database/campaigns.ts';
import { nextCampaignState } from '../../domain/campaign.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { IsoTime } from '../text.ts';
import { byCampaign, StateFacts, stateFacts } from './shapes.ts';

export const approveCampaign = defineOperation({
  name: 'approve_campaign',
  summary:
    'Approve a campaign that waits for it: it becomes a draft, or scheduled if it has a time. A program ' +
    'cannot approve what it made itself.',
  scope: 'campaigns:send',
  sends: true,
  annotations: sets,
  input: z.strictObject({
    ...byCampaign,
    updated_at: IsoTime.optional().describe(
      'From get_campaign, of the campaign as it was looked at: refused if it has changed since.',
    ),
  }),
  output: StateFacts,

  async handler({ trx, workspaceId, actor, now }, { campaign_id, updated_at }) {
    const campaign = await lockCampaign(trx, workspaceId, campaign_id);
    const state = nextCampaignState(campaign.state, 'approve');
    refuseOwn(campaign, actor);
    refuseUnseen(campaign, updated_at);
    const approved = { state, approved_at: now, ...scheduleOf(campaign, now) };
    return stateFacts(await saveCampaign(trx, campaign, approved));
  },
});

/** A time that has passed meanwhile is no reason to send at once, with nobody watching. */
function scheduleOf({ scheduled_at: at }: Campaign, now: Date): Partial<Campaign> {
  if (at === null) return {};
  if (at > now) return { state: nextCampaignState('draft', 'schedule') };
  const state_reason = 'Its time had passed when it was approved: start it, or set another time.';
  return { scheduled_at: null, state_reason };
}

function refuseOwn({ created_by }: Campaign, actor: Actor): void {
  if (actor.kind !== 'token' || created_by !== describeActor(actor)) return;
  throw new Refusal(
    'not_allowed',
    'This token made the campaign, so somebody else has to approve it: an operator in Telegram, or another token.',
  );
}

function refuseUnseen({ updated_at }: Campaign, seen: string | undefined): void {
  if (seen === undefined || updated_at.getTime() === Date.parse(seen)) return;
  throw new Refusal('conflict', 'The campaign has changed since you looked at it: look again.', {
    updated_at: updated_at.toISOString(),
  });
}
