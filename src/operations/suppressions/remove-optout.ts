import { z } from 'zod';
import { describeActor } from '../../database/audit.ts';
import { findSuppressions, liftSuppression } from '../../database/suppressions.ts';
import { readPhone } from '../../domain/phone.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';

export const removeWhatsappOptout = defineOperation({
  name: 'remove_whatsapp_optout',
  summary:
    'Take back an opt-out from WhatsApp messages, when the person asked for it. A marketing ' +
    'opt-out or a place on the blacklist stays.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({ phone: Phone }),
  output: z.object({
    phone: z.string(),
    removed: z.boolean().describe('False when they had not opted out.'),
    opted_out: z.boolean().describe('True when another suppression still stands.'),
  }),

  async handler({ trx, workspaceId, actor, house, now }, { phone: typed }) {
    const { phone, key } = readPhone(typed, house.settings.defaultCountry);
    const by = describeActor(actor);
    const removed = await liftSuppression(trx, { workspaceId, key, kind: 'whatsapp', by, at: now });
    const left = await findSuppressions(trx, workspaceId, key);
    return { phone, removed, opted_out: left.length > 0 };
  },
});
