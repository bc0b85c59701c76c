import { z } from 'zod';
import { batchesOf } from '../../database/contact-batches.ts';
import { findImport } from '../../database/imports.ts';
import { insertMembers } from '../../database/list-members.ts';
import { insertList } from '../../database/lists.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { ListName } from '../lists/shapes.ts';
import { RowId } from '../refs.ts';

export const createListFromImport = defineOperation({
  name: 'create_list_from_import',
  summary: 'Make a contact list of everybody whom an imported file named.',
  scope: 'contacts:write',
  annotations: adds,
  input: z.strictObject({
    import_id: RowId.describe('From import_contacts.'),
    name: ListName.describe('What the list is called.'),
  }),
  output: z.object({
    list_id: z.int().describe('The new list.'),
    name: z.string(),
    contacts: z.int().describe('How many people are in it.'),
  }),

  async steps({ transaction, workspaceId }, { import_id, name }) {
    const { list, contactIds } = await transaction(async (trx) => {
      const imported = await findImport(trx, workspaceId, import_id);
      if (!imported) {
        throw new Refusal('not_found', `No import ${import_id}: import_contacts tells its id.`);
      }
      const list = await insertList(trx, workspaceId, { name });
      return { list, contactIds: imported.contact_ids };
    });

    let contacts = 0;
    for (const batch of batchesOf(contactIds)) {
      contacts += await transaction((trx) => insertMembers(trx, workspaceId, list.id, batch));
    }
    return { list_id: list.id, name, contacts };
  },
});
