import { z } from 'zod';
import { findMembers, type ListMember } from '../../database/list-members.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { ListRef } from '../refs.ts';
import { IsoTime, Search } from '../text.ts';
import { requireList } from './require.ts';
import { listFacts, listFields } from './shapes.ts';

const Member = z.object({
  contact_id: z
    .int()
    .describe('Their place in this list, for remove_contact_from_list and remove_contacts_bulk.'),
  person_id: z.int().describe('The person, for get_contact and delete_contact.'),
  phone: z.string(),
  name: z.string().nullable(),
  tags: z.array(z.string()),
  opted_out: z.boolean().describe('True when a suppression keeps campaigns from them.'),
  added_at: IsoTime,
});

export const getContactListDetail = defineOperation({
  name: 'get_contact_list_detail',
  summary: 'Show a contact list and the people in it.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({
    list_id: ListRef.describe('From list_contact_lists.'),
    page: PageNumber,
    search: Search.optional().describe('Part of a name or a number.'),
  }),
  output: z.object({ ...listFields, contacts: z.array(Member), ...pageFields }),

  async handler({ trx, workspaceId }, { list_id, page, search }) {
    const list = await requireList(trx, workspaceId, list_id);
    const found = await findMembers(trx, workspaceId, list.id, search, sliceOf(page));
    return {
      ...listFacts(list),
      contacts: found.rows.map(memberFacts),
      ...pageFacts(page, found.total),
    };
  },
});

function memberFacts(member: ListMember): z.infer<typeof Member> {
  const { id, contact_id, phone, name, tags, blocked, added_at } = member;
  return {
    contact_id: id,
    person_id: contact_id,
    phone,
    name,
    tags,
    opted_out: blocked !== 0,
    added_at: added_at.toISOString(),
  };
}
