import { z } from 'zod';
import { findContactByKey } from '../../database/contacts.ts';
import { readPhone } from '../../domain/phone.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';
import { logFields, readLog } from './log-facts.ts';
import { PageOfLog } from './shapes.ts';

const beginning = new Date(0);

export const getWhatsappConversationHistory = defineOperation({
  name: 'get_whatsapp_conversation_history',
  summary:
    'Show what was said between us and one person: campaigns, single messages, answers, and what ' +
    'somebody typed at the phone. The newest first.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    phone: Phone,
    limit: z.int().min(1).max(100).default(50).describe('Messages on a page.'),
    page: PageOfLog,
  }),
  output: z.object({
    phone: z.string(),
    name: z.string().nullable(),
    contact_id: z.int().nullable().describe('For get_contact; null when nobody has the number.'),
    ...logFields,
  }),

  async handler(context, { phone: typed, limit, page }) {
    const { trx, workspaceId, house, now } = context;
    const { phone, key } = readPhone(typed, house.settings.defaultCountry);
    const contact = await findContactByKey(trx, workspaceId, key);
    if (!contact) return { phone, name: null, contact_id: null, messages: [], page, more: false };

    const filter = { contactId: contact.id, since: beginning, now };
    const slice = { limit, offset: (page - 1) * limit };
    const { messages, more } = await readLog(context, filter, slice);
    const { id: contact_id, name } = contact;
    return { phone: contact.phone, name, contact_id, messages, page, more };
  },
});
