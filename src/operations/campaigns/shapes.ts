import { z } from 'zod';
import type { Campaign } from '../../database/campaigns.ts';
import { type RawCounts, readCounts } from '../../database/counts.ts';
import type { Connection } from '../../database/tables.ts';
import { campaignMediaTypes, campaignStates, openMoves } from '../../domain/campaign.ts';
import { messageTextMax, missingPolicies } from '../../domain/template.ts';
import { CampaignRef, ListRef, RowId, SenderRef } from '../refs.ts';
import { IsoTime, line, text } from '../text.ts';
import { SegmentFilters, segmentFiltersMeaning } from './segment.ts';

export const byCampaign = { campaign_id: CampaignRef.describe('From list_campaigns.') };

const intervalMaxSeconds = 86_400;
const sendersMax = 100;

const value = line(1024);

const TemplateParamsShape = z.strictObject({
  header: z.array(value).max(10).default([]).describe('For the places of a text header, in order.'),
  body: z.array(value).max(100).default([]).describe('For the places of the body, in order.'),
  buttons: z
    .array(
      z.strictObject({
        index: z.int().min(0).max(9).describe('Which button, counted from 0 over all of them.'),
        value: line(256).describe(
          'The end of its address, its code, or what its press brings back.',
        ),
      }),
    )
    .max(10)
    .default([])
    .describe('For buttons that want something.'),
});

/** What an operator decides about a campaign, apart from its name, text and list. */
export const campaignChoices = {
  session_ids: z
    .array(SenderRef)
    .max(sendersMax)
    .optional()
    .describe(
      'Numbers to send from in turn, from get_marketing_sessions. Without it: all that are enabled.',
    ),
  send_interval_seconds: z
    .int()
    .min(0)
    .max(intervalMaxSeconds)
    .optional()
    .describe('Seconds between two messages of one number. Without it: the pace of the number.'),
  include_unsubscribe_link: z
    .boolean()
    .optional()
    .describe('Whether each message ends with a personal opt-out link. Default true.'),
  scheduled_at: line(40)
    .optional()
    .describe(
      'When to start, like 2026-11-27T09:00:00; the time of the workspace, unless it has an offset.',
    ),
  unknown_policy: z
    .enum(['assume_sent', 'resend', 'ask'])
    .optional()
    .describe(
      'What becomes of a message when nobody can tell whether it left: nothing (assume_sent, the default), ' +
        'once more when the evidence allows it (resend), or a question to you (ask).',
    ),
  segment_filters: SegmentFilters.nullable().optional().describe(segmentFiltersMeaning),
  on_missing_variable: z
    .enum(missingPolicies)
    .optional()
    .describe(
      'What becomes of people without a value for a variable that has no default: left out (skip), counted ' +
        'as failed (fail), or written to with nothing in its place (default). Default skip.',
    ),
  archive_after_send: z
    .boolean()
    .optional()
    .describe('Whether the chat is archived on our phone after the message. Default false.'),
  media_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .optional()
    .describe('Public address of a file that is sent along; needs media_type. Null for none.'),
  media_type: z
    .enum(campaignMediaTypes)
    .nullable()
    .optional()
    .describe('What the file is. A document needs media_filename.'),
  media_filename: line(200).nullable().optional().describe('What people see the file called.'),
  template_id: RowId.nullable()
    .optional()
    .describe(
      'Instead of message_text: a template that WhatsApp has approved, from list_whatsapp_templates (source cloud). ' +
        'It reaches people on the Cloud API outside of the 24 hours, too.',
    ),
  template_params: TemplateParamsShape.optional().describe(
    'What is filled into the template; variables like {name} can stand in it.',
  ),
  is_recurring: z
    .boolean()
    .optional()
    .describe('Whether it repeats by recurring_cron. Kept, but such a campaign cannot start yet.'),
  recurring_cron: line(100)
    .nullable()
    .optional()
    .describe('When it repeats, like 0 10 * * 1 for Mondays at 10:00.'),
  translate_by_prefix: z
    .boolean()
    .optional()
    .describe(
      "Wish for the language of each number's country. Kept, but such a campaign cannot start yet.",
    ),
};

export const CampaignName = line(200).describe('What you call it; recipients do not see it.');
export const MessageText = text(messageTextMax).describe(
  'What people get. {name}, {phone}, {shop} and every column of an import can stand in it; {name|friend} has a default.',
);
export const TargetList = ListRef.describe('Whom it is sent to; from list_contact_lists.');

const Count = z.int().min(0);

export const Counts = z.object({
  planned: Count.describe('Everyone whose message was planned, whatever became of it.'),
  sent: Count.describe('Handed to WhatsApp, whether or not it is delivered yet.'),
  delivered: Count,
  read: Count,
  replied: Count,
  failed: Count,
  skipped: Count.describe('Left out: opted out, cancelled, no value for a variable.'),
  unknown: Count.describe('Nobody can tell whether it arrived; not sent again by itself.'),
});

export const CampaignFacts = z.object({
  campaign_id: z.int(),
  uuid: z.string(),
  name: z.string(),
  status: z.enum(campaignStates),
  status_reason: z.string().nullable(),
  moves: z.array(z.string()).describe('What can be done with it now.'),
  message_text: z.string(),
  list_id: z.int().nullable(),
  session_ids: z.array(z.int()),
  send_interval_seconds: z.int().nullable(),
  include_unsubscribe_link: z.boolean(),
  unknown_policy: z.string(),
  segment_filters: z.record(z.string(), z.unknown()).nullable(),
  on_missing_variable: z.enum(missingPolicies),
  archive_after_send: z.boolean(),
  template_id: z.int().nullable(),
  media_url: z.string().nullable(),
  media_type: z.enum(campaignMediaTypes).nullable(),
  media_filename: z.string().nullable(),
  is_recurring: z.boolean(),
  recurring_cron: z.string().nullable(),
  translate_by_prefix: z.boolean(),
  scheduled_at: IsoTime.nullable(),
  created_by: z.string().describe('Who made it.'),
  created_at: IsoTime,
  updated_at: IsoTime,
  started_at: IsoTime.nullable(),
  finished_at: IsoTime.nullable(),
  is_planned: z.boolean().describe('Whether every person of the list has their row by now.'),
  waiting: Count.describe('Planned and not sent yet.'),
  counts: Counts,
});

export const StateFacts = z.object({
  campaign_id: z.int(),
  status: z.enum(campaignStates),
});

export function stateFacts({ id, state }: Campaign): z.infer<typeof StateFacts> {
  return { campaign_id: id, status: state };
}

/** Campaigns as callers see them, with their counts in one question. */
export async function campaignFacts(
  connection: Connection,
  campaigns: readonly Campaign[],
): Promise<z.infer<typeof CampaignFacts>[]> {
  const [first] = campaigns;
  if (!first) return [];
  const ids = campaigns.map(({ id }) => id);
  const counts = await readCounts(connection, first.workspace_id, ids);
  return campaigns.map((campaign) => factsOf(campaign, counts.get(campaign.id) ?? {}));
}

/** One of them; the caller has just found it. */
export async function oneCampaignFacts(
  connection: Connection,
  campaign: Campaign,
): Promise<z.infer<typeof CampaignFacts>> {
  const counts = await readCounts(connection, campaign.workspace_id, [campaign.id]);
  return factsOf(campaign, counts.get(campaign.id) ?? {});
}

function factsOf(campaign: Campaign, raw: RawCounts): z.infer<typeof CampaignFacts> {
  return {
    campaign_id: campaign.id,
    uuid: campaign.uuid,
    name: campaign.name,
    status: campaign.state,
    status_reason: campaign.state_reason,
    moves: openMoves(campaign.state),
    message_text: campaign.message_text,
    list_id: campaign.list_id,
    session_ids: campaign.session_ids,
    send_interval_seconds: campaign.send_interval_seconds,
    include_unsubscribe_link: campaign.include_unsubscribe_link,
    unknown_policy: campaign.unknown_policy,
    segment_filters: campaign.segment && { ...campaign.segment },
    on_missing_variable: campaign.on_missing_variable,
    archive_after_send: campaign.archive_after_send,
    template_id: campaign.template_id,
    media_url: campaign.media_url,
    media_type: campaign.media_type,
    media_filename: campaign.media_filename,
    is_recurring: campaign.is_recurring,
    recurring_cron: campaign.recurring_cron,
    translate_by_prefix: campaign.translate_by_prefix,
    scheduled_at: campaign.scheduled_at?.toISOString() ?? null,
    created_by: campaign.created_by,
    created_at: campaign.created_at.toISOString(),
    updated_at: campaign.updated_at.toISOString(),
    started_at: campaign.started_at?.toISOString() ?? null,
    finished_at: campaign.finished_at?.toISOString() ?? null,
    is_planned: campaign.planned_at !== null,
    waiting: raw.planned ?? 0,
    counts: countsOf(raw),
  };
}

/** Sent counts whoever was handed over, delivered whoever has it, so that the numbers only ever grow. */
export function countsOf(raw: RawCounts): z.infer<typeof Counts> {
  const { planned = 0, unknown = 0, accepted = 0, failed = 0, skipped = 0, replied = 0 } = raw;
  const read = raw.read ?? 0;
  const delivered = (raw.delivered ?? 0) + read;
  const sent = accepted + (raw.sent ?? 0) + delivered;
  const all = planned + unknown + sent + failed + skipped;
  return { planned: all, sent, delivered, read, replied, failed, skipped, unknown };
}
