import { z } from 'zod';
import type { Sender } from '../../database/senders.ts';
import { senderStatuses } from '../../domain/sender.ts';
import { line } from '../text.ts';

export const Label = line(50);

export const SessionFacts = z.object({
  session_id: z.int().describe('For all operations on numbers, and create_campaign.'),
  channel_id: z.string().describe('The same number as a channel.'),
  account_id: z.string().describe('The same number as an account.'),
  label: z.string().nullable(),
  phone: z.string().nullable().describe('Null until the number is linked.'),
  bridge: z.string().describe('The way to WhatsApp that it is linked over.'),
  status: z.enum(senderStatuses),
  status_reason: z.string().nullable().describe('Why it is not connected, where that is known.'),
  mass_marketing_enabled: z.boolean().describe('Whether campaigns may be sent from it.'),
});

export function sessionFacts(sender: Sender): z.infer<typeof SessionFacts> {
  return {
    session_id: sender.id,
    channel_id: `wb-${sender.id}`,
    account_id: sender.uuid,
    label: sender.label,
    phone: sender.phone,
    bridge: sender.bridge,
    status: sender.status,
    status_reason: sender.status_reason,
    mass_marketing_enabled: sender.marketing_enabled,
  };
}
