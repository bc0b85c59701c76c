import { z } from 'zod';
import { findLists } from '../../database/lists.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { listFacts, listFields } from './shapes.ts';

export const listContactLists = defineOperation({
  name: 'list_contact_lists',
  summary: 'List the contact lists of this workspace and how many contacts each has.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({}),
  output: z.object({
    lists: z.array(
      z.object({ ...listFields, contacts: z.int().describe('How many people are in it.') }),
    ),
  }),

  async handler({ trx, workspaceId }) {
    const lists = await findLists(trx, workspaceId);
    return { lists: lists.map((list) => ({ ...listFacts(list), contacts: list.contact_count })) };
  },
});
