import { z } from 'zod';
import { findContacts } from '../../database/contacts.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { line, Search } from '../text.ts';
import { ContactFacts, contactFacts } from './shapes.ts';

export const listContacts = defineOperation({
  name: 'list_contacts',
  summary: 'List the contacts of this workspace, oldest first.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({
    search: Search.optional().describe('Part of a name or a number.'),
    tag: line(60).optional().describe('Only contacts with exactly this tag.'),
    page: PageNumber,
  }),
  output: z.object({ contacts: z.array(ContactFacts), ...pageFields }),

  async handler({ trx, workspaceId }, { page, ...wanted }) {
    const { rows, total } = await findContacts(trx, workspaceId, wanted, sliceOf(page));
    return { contacts: rows.map(contactFacts), ...pageFacts(page, total) };
  },
});
