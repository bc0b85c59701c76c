import { z } from 'zod';
import { findCampaignOfList, markListDeleted } from '../../database/lists.ts';
import type { Trx } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { ListRef } from '../refs.ts';
import { requireListLocked } from './require.ts';

export const deleteContactList = defineOperation({
  name: 'delete_contact_list',
  summary:
    'Delete a contact list for good. The people in it stay contacts. Refused while a campaign ' +
    'that is not over uses the list.',
  scope: 'contacts:write',
  annotations: removes,
  confirmation: {
    preview: {
      operation: 'get_contact_list_detail',
      given: ['list_id'],
      shown: ['list_id', 'name', 'total'],
    },
  },
  input: z.strictObject({ list_id: ListRef.describe('From list_contact_lists.') }),
  output: z.object({
    list_id: z.int().describe('The list that is gone.'),
    deleted: z.literal(true),
  }),

  async handler({ trx, workspaceId }, { list_id }) {
    const list = await requireListLocked(trx, workspaceId, list_id);
    await refuseWhileUsed(trx, workspaceId, list.id);
    await markListDeleted(trx, workspaceId, list.id);
    return { list_id: list.id, deleted: true as const };
  },
});

async function refuseWhileUsed(trx: Trx, workspaceId: number, listId: number): Promise<void> {
  const campaign = await findCampaignOfList(trx, workspaceId, listId);
  if (!campaign) return;
  const state = campaign.state.replace('_', ' ');
  throw new Refusal(
    'wrong_state',
    `The campaign "${campaign.name}" (${campaign.id}, ${state}) uses this list: cancel or delete the campaign first.`,
    { campaign_id: campaign.id, state: campaign.state },
  );
}
