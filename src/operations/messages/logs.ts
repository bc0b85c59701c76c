import { z } from 'zod';
import type { Context } from '../../context.ts';
import { findContactByKey } from '../../database/contacts.ts';
import { readPhone } from '../../domain/phone.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { requireSender } from '../senders/require.ts';
import { Phone } from '../text.ts';
import { logFields, readLog } from './log-facts.ts';
import { PageOfLog } from './shapes.ts';

const hourMs = 3_600_000;
const hoursMax = 24 * 366;

export const getWhatsappMessageLogs = defineOperation({
  name: 'get_whatsapp_message_logs',
  summary:
    'Show the latest messages, sent and received, the newest first. A campaign of many thousands is ' +
    'named in campaigns_left_out instead, unless phone is given: get_campaign_logs shows it.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    direction: z.enum(['incoming', 'outgoing']).optional().describe('Only these. Default: both.'),
    phone: Phone.optional().describe('Only messages with this person, with + and country code.'),
    hours: z.int().min(1).max(hoursMax).default(24).describe('How far to look back.'),
    limit: z.int().min(1).max(200).default(50).describe('Messages on a page.'),
    session_id: SenderRef.optional().describe('Only by this number, from get_whatsapp_status.'),
    page: PageOfLog,
  }),
  output: z.object({
    ...logFields,
    campaigns_left_out: z
      .array(z.int())
      .describe('Campaigns with too many messages to be shown here, for get_campaign_logs.'),
  }),

  async handler(context, { direction, phone, hours, limit, session_id, page }) {
    const { trx, workspaceId, now } = context;
    const sender = session_id && (await requireSender(trx, workspaceId, session_id));
    const contactId = phone === undefined ? undefined : await findContactId(context, phone);
    const { messages, more, leftOut } = await readLog(
      context,
      {
        ...{ direction, contactId, senderId: sender?.id, now },
        since: new Date(now.getTime() - hours * hourMs),
      },
      { limit, offset: (page - 1) * limit },
    );
    return { messages, page, more, campaigns_left_out: leftOut };
  },
});

/** An id that nobody has, for a number that nobody has. */
async function findContactId({ trx, workspaceId, house }: Context, typed: string): Promise<number> {
  const { key } = readPhone(typed, house.settings.defaultCountry);
  return (await findContactByKey(trx, workspaceId, key))?.id ?? 0;
}
