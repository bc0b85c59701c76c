import { z } from 'zod';
import type { House } from '../../context.ts';
import { audienceOf, countAudience, sampleAudience } from '../../database/audience.ts';
import { type Campaign, getCampaign } from '../../database/campaigns.ts';
import { countOutsideWindow } from '../../database/conversation.ts';
import type { Sender } from '../../database/senders.ts';
import { findCampaignSenders } from '../../database/start.ts';
import { findContent } from '../../database/work.ts';
import { campaignStates } from '../../domain/campaign.ts';
import { renderContent } from '../../domain/content.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { byCampaign } from './shapes.ts';

const samplesMax = 3;

export const previewCampaign = defineOperation({
  name: 'preview_campaign',
  summary:
    'Show what a campaign would do if it started now: how many people it would reach, whom it would ' +
    'skip and why, how long it would take, and the message as the first three people would get it.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject(byCampaign),
  output: z.object({
    campaign_id: z.int(),
    status: z.enum(campaignStates).describe('Only a draft or a scheduled campaign can be started.'),
    people: z.int().describe('Everyone on the list, or in its segment.'),
    reach: z.int().describe('Who would get it.'),
    skipped: z.record(z.string(), z.int()).describe('Who would not, by reason.'),
    session_ids: z.array(z.int()).describe('The connected numbers that it would be sent from.'),
    seconds: z
      .int()
      .nullable()
      .describe('How long it would take; null without a connected number.'),
    outside_window: z
      .int()
      .describe(
        'Who may be messaged and has not written for 24 hours: the Cloud API will refuse them a text, and they will count as failed. 0 on other bridges.',
      ),
    warnings: z.array(z.string()).describe('What to think about before the start.'),
    samples: z.array(z.object({ phone: z.string(), text: z.string() })),
  }),

  async handler({ trx, workspaceId, house, now }, { campaign_id }) {
    const campaign = await getCampaign(trx, workspaceId, campaign_id);
    const audience = audienceOf(campaign, now);
    const { people, skipped } = audience
      ? await countAudience(trx, audience)
      : { people: 0, skipped: {} };
    const reach = people - Object.values(skipped).reduce((sum, n) => sum + n, 0);
    const senders = await findCampaignSenders(trx, campaign);

    const content = await findContent(trx, campaign.id);
    const contacts = audience ? await sampleAudience(trx, audience, samplesMax) : [];
    const samples = contacts.flatMap(({ phone, vars, contactId }) => {
      const link = () => house.optOutLink({ workspaceId, contactId, campaignId: campaign.id });
      const rendered = renderContent(content, vars, link);
      return 'text' in rendered ? [{ phone, text: rendered.text }] : [];
    });
    const windowOf = (bridge: string) => house.bridges.get(bridge).conversationWindowMs;
    const isTemplate = campaign.template_id !== null;
    const outside = isTemplate
      ? 0
      : await countOutsideWindow(trx, campaign, senders, windowOf, now);
    const perSecond = senders.reduce((sum, sender) => sum + paceOf(house, campaign, sender), 0);
    return {
      campaign_id: campaign.id,
      status: campaign.state,
      people,
      reach,
      skipped,
      session_ids: senders.map(({ id }) => id),
      seconds: perSecond > 0 ? Math.ceil(reach / perSecond) : null,
      outside_window: outside,
      warnings: [...numberWarning(senders), ...windowWarning(outside), ...risksOf(house, senders)],
      samples,
    };
  },
});

/** Messages a second that a number sends of this campaign. */
function paceOf(
  { bridges }: House,
  { send_interval_seconds: wished }: Campaign,
  { bridge: name, config }: Sender,
): number {
  const { campaignInterval, minimumIntervalMs, ...bridge } = bridges.get(name);
  const { defaultSeconds = 0, minimumSeconds = 0, jitter = 0 } = campaignInterval ?? {};
  const interval = Math.max(minimumSeconds, wished ?? defaultSeconds) * (1 + jitter / 2);
  const slowest = Math.max(interval, minimumIntervalMs / 1000);
  const rate = bridge.ratePerSecond(config ?? {});
  return slowest === 0 ? rate : Math.min(rate, 1 / slowest);
}

function numberWarning(senders: readonly Sender[]): string[] {
  if (senders.length > 0) return [];
  return ['None of its numbers is connected, so it cannot start: see get_whatsapp_status.'];
}

function windowWarning(outside: number): string[] {
  if (outside === 0) return [];
  return [
    `${outside} have not written for 24 hours. WhatsApp refuses them a text that is no template: they will be tried, and fail with code 131047.`,
  ];
}

/** Said until somebody has acknowledged them, as the start waits for that. */
function risksOf({ bridges }: House, senders: readonly Sender[]): string[] {
  return senders.flatMap(({ id, bridge, risks_acknowledged_at: acknowledged }) => {
    const { risks } = bridges.get(bridge);
    if (risks === undefined || acknowledged) return [];
    return [`${risks} It starts once acknowledge_sender_risks was called for session ${id}.`];
  });
}
