import { z } from 'zod';
import { readPhone } from '../../domain/phone.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { Phone } from '../text.ts';
import { ask, skillOf } from './ask.ts';
import { chooseConnected } from './choose.ts';

export const checkWhatsappNumber = defineOperation({
  name: 'check_whatsapp_number',
  summary:
    'Ask WhatsApp whether a phone can be written to. For single numbers: WhatsApp restricts ' +
    'numbers that ask about many.',
  scope: 'messages:send',
  annotations: looks,
  input: z.strictObject({
    phone: Phone,
    session_id: SenderRef.optional().describe(
      'The number to ask from, from get_whatsapp_status. When left out: the first connected one.',
    ),
  }),
  output: z.object({
    phone: z.string(),
    exists: z.boolean().describe('Whether it is on WhatsApp.'),
    session_id: z.int().describe('The number that asked.'),
  }),

  async steps(context, { phone: typed, session_id }) {
    const { house } = context;
    const { phone } = readPhone(typed, house.settings.defaultCountry);
    const sender = await chooseConnected(context, session_id);
    const find = skillOf(house, sender, 'findNumber', 'say whether a phone is on WhatsApp');
    const { exists } = await ask(house, sender, (number) => find(number, phone));
    return { phone, exists, session_id: sender.id };
  },
});
