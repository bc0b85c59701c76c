import { z } from 'zod';
import { type Audience, countAudience, sampleAudience } from '../../database/audience.ts';
import { type Campaign, getCampaign } from '../../database/campaigns.ts';
import { findCampaignSenders } from '../../database/start.ts';
import { findContent } from '../../database/work.ts';
import { renderContent } from '../../domain/content.ts';
import { requiredVariables } from '../../domain/template.ts';
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
    people: z.int().describe('Everyone on the list.'),
    reach: z.int().describe('Who would get it.'),
    skipped: z.record(z.string(), z.int()).describe('Who would not, by reason.'),
    session_ids: z.array(z.int()).describe('The connected numbers that it would be sent from.'),
    seconds: z
      .int()
      .nullable()
      .describe('How long it would take; null without a connected number.'),
    samples: z.array(z.object({ phone: z.string(), text: z.string() })),
  }),

  async handler({ trx, workspaceId, house }, { campaign_id }) {
    const campaign = await getCampaign(trx, workspaceId, campaign_id);
    const audience = audienceOf(campaign);
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
    const perSecond = senders.reduce((sum, { bridge, config }) => {
      const rate = house.bridges.get(bridge).ratePerSecond(config);
      return sum + Math.min(rate, 1 / (campaign.send_interval_seconds || 1 / rate));
    }, 0);
    return {
      campaign_id: campaign.id,
      people,
      reach,
      skipped,
      session_ids: senders.map(({ id }) => id),
      seconds: perSecond > 0 ? Math.ceil(reach / perSecond) : null,
      samples,
    };
  },
});

function audienceOf({ workspace_id, list_id, message_text }: Campaign): Audience | undefined {
  if (list_id === null) return undefined;
  return {
    workspaceId: workspace_id,
    listId: list_id,
    required: requiredVariables(message_text),
  };
}
