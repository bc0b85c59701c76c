import { z } from 'zod';
import { batchesOf } from '../../database/contact-batches.ts';
import { deleteMembers, type MemberChoice } from '../../database/list-members.ts';
import { removes } from '../annotations.ts';
import { defineOperation, type StepsContext } from '../define.ts';
import { ListRef, RowId } from '../refs.ts';
import { Search } from '../text.ts';
import { requireList } from './require.ts';

const idsMax = 50_000;

const MemberIds = z.array(RowId).max(idsMax);

export const removeContactsBulk = defineOperation({
  name: 'remove_contacts_bulk',
  summary:
    'Take many people out of a list: those named, or with select_all everybody (whom search ' +
    'finds, where it is given) but those in exclude_ids. They stay contacts.',
  scope: 'contacts:write',
  annotations: removes,
  confirmation: {
    when: ({ select_all }) => select_all === true,
    preview: {
      operation: 'get_contact_list_detail',
      given: ['list_id', 'search'],
      shown: ['list_id', 'name', 'total'],
    },
  },
  input: z
    .strictObject({
      list_id: ListRef.describe('From list_contact_lists.'),
      contact_ids: MemberIds.optional().describe('From get_contact_list_detail: contact_id.'),
      select_all: z.boolean().default(false).describe('Take out everybody instead.'),
      exclude_ids: MemberIds.default([]).describe('With select_all: contact_id of who stays.'),
      search: Search.optional().describe('With select_all: part of a name or a number.'),
    })
    .refine(
      ({ contact_ids, select_all }) => select_all === (contact_ids === undefined),
      'Give either contact_ids or select_all',
    ),
  output: z.object({
    list_id: z.int(),
    removed: z.int().describe('How many people were taken out.'),
  }),

  async steps(context, { list_id, contact_ids, exclude_ids, search }) {
    const { workspaceId, transaction } = context;
    const list = await transaction((trx) => requireList(trx, workspaceId, list_id));
    const choices: MemberChoice[] = contact_ids
      ? [...batchesOf(contact_ids)].map((memberIds) => ({ memberIds }))
      : [{ search, exceptIds: exclude_ids }];

    let removed = 0;
    for (const choice of choices) removed += await removeAll(context, list.id, choice);
    return { list_id: list.id, removed };
  },
});

/** Batch by batch, each in a transaction of its own. */
async function removeAll(
  { transaction, workspaceId }: StepsContext,
  listId: number,
  choice: MemberChoice,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = await transaction((trx) => deleteMembers(trx, workspaceId, listId, choice));
    if (count === 0) return removed;
    removed += count;
  }
}
