import { z } from 'zod';
import type { Context } from '../../context.ts';
import {
  type CampaignWords,
  findCampaignWords,
  findLogPage,
  type HeardMessage,
  type LogFilter,
  type LoggedMessage,
  type SentMessage,
} from '../../database/message-log.ts';
import type { Slice } from '../../database/search.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { fileTypes } from '../../domain/inbound-file.ts';
import { parseTemplate } from '../../domain/template.ts';
import { IsoTime } from '../text.ts';
import { isoOf, mediaFacts, messageStatuses, statusOf } from './shapes.ts';

export const LoggedFacts = z.object({
  direction: z.enum(['outgoing', 'incoming']),
  source: z
    .enum(['campaign', 'single', 'answer', 'reply', 'consent', 'phone', 'person'])
    .describe(
      'Who wrote it: a campaign, a caller (single), an operator (answer), a robot (reply, consent), ' +
        'one of ours at the phone, or the person.',
    ),
  status: z.enum([...messageStatuses, 'received']),
  at: IsoTime.describe('When it was sent or received; when it is due, while it is queued.'),
  phone: z.string(),
  name: z.string().nullable(),
  session_id: z.int().nullable(),
  text: z
    .string()
    .nullable()
    .describe('Without the opt-out line; null where it is not known any more.'),
  media_url: z.string().nullable(),
  media_id: z.int().nullable().describe('For get_inbound_media: the file that a person sent.'),
  media_type: z.enum(fileTypes).nullable(),
  message_id: z
    .int()
    .nullable()
    .describe('For get_whatsapp_message_status, where it is ours and single.'),
  campaign_id: z.int().nullable().describe('The campaign that sent it, or that it answers.'),
  reason: z.string().nullable().describe('Why it failed, is late or in doubt.'),
  error_code: z.string().nullable(),
  error_text: z.string().nullable(),
  delivered_at: IsoTime.nullable(),
  read_at: IsoTime.nullable(),
  replied_at: IsoTime.nullable(),
});

export const logFields = {
  messages: z.array(LoggedFacts),
  page: z.int(),
  more: z.boolean().describe('Whether there are older ones on the next page.'),
};

/** One page of what was said, as callers see it. */
export async function readLog(
  { trx, workspaceId }: Pick<Context, 'trx' | 'workspaceId'>,
  filter: Omit<LogFilter, 'workspaceId'>,
  slice: Slice,
): Promise<{ messages: z.infer<typeof LoggedFacts>[]; more: boolean; leftOut: number[] }> {
  const { rows, more, leftOut } = await findLogPage(trx, { ...filter, workspaceId }, slice);
  const campaignIds = rows.flatMap((row) => (isCampaigns(row) ? (row.campaign_id ?? []) : []));
  const campaigns = await findCampaignWords(trx, workspaceId, [...new Set(campaignIds)]);
  const { name: shop } = await findWorkspace(trx, workspaceId);
  const messages = rows.map((row) =>
    row.kind === 'heard' ? heardFacts(row) : sentFacts(row, campaigns.get(row.campaign_id), shop),
  );
  return { messages, more, leftOut };
}

function isCampaigns(row: LoggedMessage): boolean {
  return row.kind === 'sent' && row.purpose === 'campaign';
}

/** A campaign's text does not change once it sends, so its words are what they were. */
function wordsIn(row: SentMessage, campaign: CampaignWords | undefined, shop: string) {
  if (row.body !== null || !campaign) return row.body;
  const template = parseTemplate(campaign.message_text, campaign.on_missing_variable);
  const rendered = template.render({ ...row.vars, shop });
  return 'text' in rendered ? rendered.text : null;
}

function sentFacts(
  row: SentMessage,
  campaign: CampaignWords | undefined,
  shop: string,
): z.infer<typeof LoggedFacts> {
  const { media_url = null, media_type = null } = campaign ?? mediaFacts(row.content);
  return {
    direction: 'outgoing',
    source: row.purpose,
    status: statusOf(row.state),
    at: row.at.toISOString(),
    phone: row.address,
    name: row.name,
    session_id: row.sender_id,
    text: wordsIn(row, campaign, shop),
    media_url,
    media_id: null,
    media_type,
    message_id: isCampaigns(row) ? null : row.id,
    campaign_id: isCampaigns(row) ? row.campaign_id : null,
    reason: row.reason,
    error_code: row.error_code,
    error_text: row.error_text,
    delivered_at: isoOf(row.delivered_at),
    read_at: isoOf(row.read_at),
    replied_at: isoOf(row.replied_at),
  };
}

function heardFacts(row: HeardMessage): z.infer<typeof LoggedFacts> {
  return {
    direction: row.from_us ? 'outgoing' : 'incoming',
    source: row.from_us ? 'phone' : 'person',
    status: row.from_us ? 'sent' : 'received',
    at: row.at.toISOString(),
    phone: row.phone,
    name: row.name,
    session_id: row.sender_id,
    text: row.text,
    media_url: null,
    media_id: row.media_type && row.id,
    media_type: row.media_type,
    message_id: null,
    campaign_id: row.campaign_id,
    reason: null,
    error_code: null,
    error_text: null,
    delivered_at: null,
    read_at: null,
    replied_at: null,
  };
}
