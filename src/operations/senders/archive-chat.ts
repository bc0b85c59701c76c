import { z } from 'zod';
import type { PersonNames } from '../../bridges/bridge.ts';
import { type Contact, findContactByKey } from '../../database/contacts.ts';
import { findLastSent } from '../../database/last-sent.ts';
import { readPhone } from '../../domain/phone.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { Phone } from '../text.ts';
import { ask, skillOf } from './ask.ts';
import { chooseConnected } from './choose.ts';

export const archiveWhatsappChat = defineOperation({
  name: 'archive_whatsapp_chat',
  summary:
    'Put the chat with a person out of sight in WhatsApp. It comes back when somebody writes in it.',
  scope: 'messages:send',
  annotations: sets,
  input: z.strictObject({
    phone: Phone,
    archive: z
      .boolean()
      .default(true)
      .describe('False would bring a chat back, which no bridge can do yet.'),
    session_id: SenderRef.optional().describe(
      'Whose chat it is. When left out: the number that wrote to this person last.',
    ),
  }),
  output: z.object({ phone: z.string(), session_id: z.int(), archived: z.literal(true) }),

  async steps(context, { phone: typed, archive, session_id }) {
    const { house, transaction, workspaceId, now } = context;
    const { phone, key } = readPhone(typed, house.settings.defaultCountry);
    if (!archive) throw new Refusal('wrong_state', 'No bridge can bring an archived chat back.');
    const named = session_id && (await chooseConnected(context, session_id));
    const { contact, last } = await transaction(async (trx) => {
      const contact = await findContactByKey(trx, workspaceId, key);
      const last = contact && (await findLastSent(trx, workspaceId, contact.id, named?.id, now));
      return { contact, last };
    });
    const lastSender = last && ({ column: 'id', value: last.senderId } as const);
    const sender = named ?? (await chooseConnected(context, lastSender));
    const archiveChat = skillOf(house, sender, 'archiveChat', 'archive a chat');
    const chat = { person: namesOf(phone, contact), lastProviderId: last?.providerId };
    await ask(house, sender, (number) => archiveChat(number, chat));
    return { phone, session_id: sender.id, archived: true as const };
  },
});

function namesOf(phone: string, contact: Contact | undefined): PersonNames {
  const { lid, bsuid } = contact ?? {};
  return { phone, ...(lid && { lid }), ...(bsuid && { bsuid }) };
}
