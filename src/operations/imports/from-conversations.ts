import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { requireList } from '../lists/require.ts';
import { ListRef } from '../refs.ts';
import { putConversations, putFields } from './put.ts';

export const importContactsFromConversations = defineOperation({
  name: 'import_contacts_from_conversations',
  summary:
    'Put everybody into a list who has ever written to one of the numbers, or got something from ' +
    'one. Whoever opted out is left out when a campaign is sent.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({ list_id: ListRef.describe('From list_contact_lists.') }),
  output: z.object({
    ...putFields,
    found: z.int().describe('How many people there were; 0 when nobody has written yet.'),
  }),

  async steps(context, { list_id }) {
    const { transaction, workspaceId } = context;
    const list = await transaction((trx) => requireList(trx, workspaceId, list_id));
    return putConversations(context, list.id);
  },
});
