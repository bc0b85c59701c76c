import { z } from 'zod';
import { findSuppressions } from '../../database/suppressions.ts';
import { readPhone } from '../../domain/phone.ts';
import { suppressionKinds } from '../../domain/suppression.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { IsoTime, Phone } from '../text.ts';

export const checkWhatsappOptout = defineOperation({
  name: 'check_whatsapp_optout',
  summary: 'Tell whether a person must not be messaged, and why. Every kind of no counts.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({ phone: Phone }),
  output: z.object({
    phone: z.string(),
    opted_out: z.boolean(),
    kind: z.enum(suppressionKinds).optional().describe('The strongest that stands.'),
    since: IsoTime.optional(),
    source: z.string().optional().describe('How we came to know.'),
  }),

  async handler({ trx, workspaceId, house }, { phone: typed }) {
    const { phone, key } = readPhone(typed, house.settings.defaultCountry);
    const [strongest] = await findSuppressions(trx, workspaceId, key);
    if (!strongest) return { phone, opted_out: false };
    const { kind, source, since } = strongest;
    return { phone, opted_out: true, kind, source, since: since.toISOString() };
  },
});
