import { z } from 'zod';
import { deleteContact as removeContact } from '../../database/contacts.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';

export const deleteContact = defineOperation({
  name: 'delete_contact',
  summary:
    'Delete a contact with its place in every list and what it wrote to us. If they opted out or ' +
    'were blocked, that stays, and counts again should the number come back.',
  scope: 'contacts:write',
  annotations: removes,
  input: z.strictObject({
    contact_id: RowId.describe('From list_contacts; person_id in a list.'),
  }),
  output: z.object({ deleted: z.literal(true).describe('The contact is gone.') }),

  async handler({ trx, workspaceId }, { contact_id }) {
    if (await removeContact(trx, workspaceId, contact_id)) return { deleted: true as const };
    throw new Refusal('not_found', `No contact ${contact_id}: see list_contacts.`);
  },
});
