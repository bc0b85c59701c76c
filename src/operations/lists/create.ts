import { z } from 'zod';
import { insertList, isSlugTaken } from '../../database/lists.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Slug } from '../refs.ts';
import { ListDescription, ListName, listFacts, listFields } from './shapes.ts';

export const createContactList = defineOperation({
  name: 'create_contact_list',
  summary: 'Make an empty contact list. Fill it with add_contacts_to_list or import_contacts.',
  scope: 'contacts:write',
  annotations: adds,
  input: z.strictObject({
    name: ListName.describe('What people see.'),
    description: ListDescription.optional().describe('What the list is for.'),
    slug: Slug.optional().describe('A name to find the list by, such as vip_customers.'),
  }),
  output: z.object(listFields),

  async handler({ trx, workspaceId }, list) {
    if (list.slug !== undefined && (await isSlugTaken(trx, workspaceId, list.slug))) {
      throw new Refusal(
        'conflict',
        `The slug ${list.slug} belongs to another list: choose another.`,
      );
    }
    return listFacts(await insertList(trx, workspaceId, list));
  },
});
