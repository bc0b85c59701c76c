import { z } from 'zod';
import { type Campaign, lockCampaign } from '../../database/campaigns.ts';
import type { Ref } from '../../database/ref.ts';
import { giveUp, planAgain, type SecondTry, takeForSent } from '../../database/second-try.ts';
import { retryableReasons } from '../../domain/attempt.ts';
import { Refusal } from '../../errors.ts';
import { adds, sets } from '../annotations.ts';
import { defineOperation, type StepsContext } from '../define.ts';
import { byCampaign } from './shapes.ts';

const pageMax = 2000;

export const retryFailed = defineOperation({
  name: 'retry_failed',
  summary:
    'Try once more to reach the people of a campaign whose message failed for a reason that may be over: ' +
    'a busy bridge, a stopped number, a limit. Who is not on WhatsApp or has blocked you is left alone.',
  scope: 'campaigns:send',
  sends: true,
  annotations: adds,
  input: z.strictObject(byCampaign),
  output: z.object({
    campaign_id: z.int(),
    retried: z.int().describe('How many messages are planned again.'),
  }),

  async steps(context, { campaign_id }) {
    const reasons = retryableReasons;
    const { campaignId, done } = await inPages(context, campaign_id, 'failed', (trx, of) =>
      planAgain(trx, { ...of, reasons }, context.now, pageMax),
    );
    return { campaign_id: campaignId, retried: done };
  },
});

export const resolveUnknown = defineOperation({
  name: 'resolve_unknown',
  summary:
    'Decide about the messages of a campaign of which nobody can tell whether they arrived: take them for ' +
    'sent, take them for failed, or send them once more (some people may then get it twice).',
  scope: 'campaigns:send',
  sends: ({ as }) => as === 'resend',
  annotations: sets,
  confirmation: {
    when: ({ as }) => as === 'resend',
    preview: {
      operation: 'get_campaign',
      given: ['campaign_id'],
      shown: ['campaign_id', 'name', 'status', 'counts'],
    },
  },
  input: z.strictObject({
    ...byCampaign,
    as: z
      .enum(['sent', 'failed', 'resend'])
      .describe('What to do with them. Only resend makes Herald send something.'),
  }),
  output: z.object({
    campaign_id: z.int(),
    resolved: z.int().describe('How many messages this decided about.'),
  }),

  async steps(context, { campaign_id, as }) {
    const decide = { sent: takeForSent, failed: giveUp, resend: planAgain }[as];
    const { campaignId, done } = await inPages(context, campaign_id, 'unknown', (trx, of) =>
      decide(trx, of, context.now, pageMax),
    );
    return { campaign_id: campaignId, resolved: done };
  },
});

type Page = Parameters<typeof planAgain>[0];

/** Page by page, each with the campaign held, so that it can be paused or cancelled in between. */
async function inPages(
  { transaction, workspaceId }: StepsContext,
  ref: Ref,
  state: SecondTry['state'],
  page: (trx: Page, of: SecondTry) => Promise<number>,
): Promise<{ campaignId: number; done: number }> {
  for (let done = 0; ; ) {
    const { id, n } = await transaction(async (trx) => {
      const campaign = await lockCampaign(trx, workspaceId, ref);
      refuseUnlessOpen(campaign);
      return {
        id: campaign.id,
        n: await page(trx, { workspaceId, campaignId: campaign.id, state }),
      };
    });
    done += n;
    if (n < pageMax) return { campaignId: id, done };
  }
}

function refuseUnlessOpen({ state }: Campaign): void {
  if (state === 'running' || state === 'paused' || state === 'completed') return;
  throw new Refusal('wrong_state', `A campaign that is ${state} has nothing to try again.`, {
    state,
  });
}
