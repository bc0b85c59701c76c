import { z } from 'zod';
import { deleteMember } from '../../database/list-members.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';

export const removeContactFromList = defineOperation({
  name: 'remove_contact_from_list',
  summary: 'Take one person out of one list. They stay a contact, and in their other lists.',
  scope: 'contacts:write',
  annotations: removes,
  input: z.strictObject({
    contact_id: RowId.describe(
      "From get_contact_list_detail: the place in that list, not the person's id.",
    ),
  }),
  output: z.object({ removed: z.literal(true).describe('The place in the list is gone.') }),

  async handler({ trx, workspaceId }, { contact_id }) {
    if (await deleteMember(trx, workspaceId, contact_id)) return { removed: true as const };
    throw new Refusal(
      'not_found',
      `No list has a contact_id ${contact_id}: see get_contact_list_detail.`,
    );
  },
});
