import { z } from 'zod';
import { findOrCreateContact, saveContact as writeContact } from '../../database/contacts.ts';
import { readPhone } from '../../domain/phone.ts';
import { checkZone } from '../../domain/time.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { line, Phone } from '../text.ts';
import { Attributes, ContactFacts, contactFacts, Email, Language, Name, Tags } from './shapes.ts';

export const saveContact = defineOperation({
  name: 'save_contact',
  summary:
    'Make a contact, or change the one with this number. One person is one contact, however the ' +
    'number is written. What is left out stays as it is; null takes a detail away.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    phone: Phone,
    name: Name.nullable().optional().describe('What the person is called.'),
    email: Email.nullable().optional().describe('E-mail address.'),
    language: Language.nullable().optional().describe('Language code, such as es or pt-BR.'),
    timezone: line(60).nullable().optional().describe('IANA name, such as Europe/Madrid.'),
    tags: Tags.optional().describe('Replaces all the tags that the contact has.'),
    attributes: Attributes.optional().describe('Replaces all attributes: fields of your own.'),
  }),
  output: ContactFacts,

  async handler({ trx, workspaceId, house }, { phone: typed, tags, ...details }) {
    if (details.timezone) checkZone(details.timezone);
    const person = { ...readPhone(typed, house.settings.defaultCountry), typed };
    const { id } = await findOrCreateContact(trx, workspaceId, person);
    const changes = { ...details, tags: tags && [...new Set(tags)] };
    return contactFacts(await writeContact(trx, workspaceId, id, changes));
  },
});
