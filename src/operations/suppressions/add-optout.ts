import { z } from 'zod';
import { openSuppression } from '../../database/suppressions.ts';
import { readPhone } from '../../domain/phone.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';
import { Reason, sourceOf } from './shapes.ts';

export const addWhatsappOptout = defineOperation({
  name: 'add_whatsapp_optout',
  summary:
    'Note that a person wants no automatic WhatsApp messages: no campaigns, no automatic answers. ' +
    'Takes effect at once; what is planned for them is skipped.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    phone: Phone,
    reason: Reason.optional().describe('Why, for those who read the list.'),
  }),
  output: z.object({
    phone: z.string(),
    opted_out: z.literal(true),
    added: z.boolean().describe('False when they had opted out already.'),
  }),

  async handler({ trx, workspaceId, actor, house, now }, { phone: typed, reason }) {
    const person = readPhone(typed, house.settings.defaultCountry);
    const opened = await openSuppression(trx, {
      workspaceId,
      ...person,
      kind: 'whatsapp',
      source: sourceOf(actor),
      reason,
      at: now,
    });
    return { phone: person.phone, opted_out: true as const, added: opened !== undefined };
  },
});
