import { z } from 'zod';
import type { House } from '../../context.ts';
import type { Sender } from '../../database/senders.ts';
import { restrictionKinds, runningRestriction, senderStatuses } from '../../domain/sender.ts';
import { SenderRef } from '../refs.ts';
import { IsoTime, line } from '../text.ts';

export const Label = line(50);

export const bySession = { session_id: SenderRef.describe('From get_whatsapp_status.') };

export const SessionFacts = z.object({
  session_id: z.int().describe('For all operations on numbers, and create_campaign.'),
  channel_id: z.string().describe('The same number as a channel.'),
  account_id: z.string().describe('The same number as an account.'),
  label: z.string().nullable(),
  phone: z.string().nullable().describe('Null until the number is linked.'),
  bridge: z.string().describe('The way to WhatsApp that it is linked over.'),
  status: z.enum(senderStatuses),
  status_reason: z.string().nullable().describe('Why it is not connected, where that is known.'),
  restriction: z
    .object({ kind: z.enum(restrictionKinds), until: IsoTime.nullable(), reason: z.string() })
    .nullable()
    .describe('What WhatsApp does not let it do for a while.'),
  mass_marketing_enabled: z.boolean().describe('Whether campaigns may be sent from it.'),
  risks: z
    .string()
    .nullable()
    .describe('What may happen to a number on this bridge. Null where there is nothing to know.'),
  risks_acknowledged: z
    .boolean()
    .describe('False: no campaign starts from it before acknowledge_sender_risks.'),
  notice: z.string().nullable().describe('What the licence of the bridge wants you to be told.'),
});
export type SessionFacts = z.infer<typeof SessionFacts>;

export function sessionFacts(house: House, sender: Sender): SessionFacts {
  const { risks = null, notice = null } = wordsOf(house, sender.bridge);
  const restriction = runningRestriction(sender.restriction, house.clock());
  return {
    session_id: sender.id,
    channel_id: `wb-${sender.id}`,
    account_id: sender.uuid,
    label: sender.label,
    phone: sender.phone,
    bridge: sender.bridge,
    status: sender.status,
    status_reason: sender.status_reason,
    restriction: restriction
      ? {
          kind: restriction.kind,
          until: restriction.until?.toISOString() ?? null,
          reason: restriction.reason,
        }
      : null,
    mass_marketing_enabled: sender.marketing_enabled,
    risks,
    risks_acknowledged: risks === null || sender.risks_acknowledged_at !== null,
    notice,
  };
}

/** Of a bridge that this Herald was not built with, nothing is known. */
function wordsOf({ bridges }: House, name: string): { risks?: string; notice?: string } {
  return bridges.names.includes(name) ? bridges.get(name) : {};
}
