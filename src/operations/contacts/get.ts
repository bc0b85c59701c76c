import { z } from 'zod';
import { findContact, findContactByKey } from '../../database/contacts.ts';
import { readPhone } from '../../domain/phone.ts';
import { Refusal } from '../../errors.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';
import { Phone } from '../text.ts';
import { ContactFacts, contactFacts } from './shapes.ts';

export const getContact = defineOperation({
  name: 'get_contact',
  summary: 'Show one contact, by its id or by any way of writing its number.',
  scope: 'contacts:read',
  annotations: looks,
  input: z
    .strictObject({
      contact_id: RowId.optional().describe('From list_contacts; person_id in a list.'),
      phone: Phone.optional(),
    })
    .refine(
      ({ contact_id, phone }) => (contact_id === undefined) !== (phone === undefined),
      'Give either contact_id or phone',
    ),
  output: ContactFacts,

  async handler({ trx, workspaceId, house }, { contact_id, phone = '' }) {
    const contact =
      contact_id === undefined
        ? await findContactByKey(
            trx,
            workspaceId,
            readPhone(phone, house.settings.defaultCountry).key,
          )
        : await findContact(trx, workspaceId, contact_id);
    if (contact) return contactFacts(contact);
    throw new Refusal('not_found', `No contact ${contact_id ?? phone}: see list_contacts.`);
  },
});
