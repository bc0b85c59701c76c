import { z } from 'zod';
import { type ContactNews, mergeContacts } from '../../database/contact-batches.ts';
import { insertMembers } from '../../database/list-members.ts';
import { sets } from '../annotations.ts';
import { type ReadPeople, readPeople } from '../contacts/read-people.ts';
import { Email, Language, Name } from '../contacts/shapes.ts';
import { defineOperation } from '../define.ts';
import { ListRef } from '../refs.ts';
import { Phone, text } from '../text.ts';
import { requireList } from './require.ts';

const contactsMax = 5000;

const Given = z
  .object({
    phone: Phone,
    name: Name.optional().describe('What the person is called.'),
    email: Email.optional().describe('E-mail address.'),
    language: Language.optional().describe('Language code, such as es or pt-BR.'),
  })
  .catchall(text(1000));

export const addContactsToList = defineOperation({
  name: 'add_contacts_to_list',
  summary:
    'Put people into a list. Unknown numbers become contacts; details given of known ones replace ' +
    'what was known. Numbers that cannot be read are named in the answer, the others are kept.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    list_id: ListRef.describe('From list_contact_lists.'),
    contacts: z
      .array(Given)
      .min(1)
      .max(contactsMax)
      .describe(
        `Up to ${contactsMax} people. Further text fields of each are kept as attributes, for {variables}.`,
      ),
  }),
  output: z.object({
    list_id: z.int(),
    added: z.int().describe('How many people are in the list now that were not before.'),
    already_in_list: z.int().describe('How many were in it already.'),
    duplicates: z.int().describe('How many entries named a person that an earlier one named.'),
    invalid: z
      .array(z.object({ index: z.int(), phone: z.string(), reason: z.string() }))
      .describe('Entries without a usable number, by their place in contacts, counted from 0.'),
  }),

  async handler({ trx, workspaceId, house }, { list_id, contacts }) {
    const list = await requireList(trx, workspaceId, list_id);
    const { people, duplicates, invalid } = readPeople(contacts, house.settings.defaultCountry);

    const merged = await mergeContacts(trx, workspaceId, people.map(newsOf));
    const ids = [...merged.values()].map(({ id }) => id);
    const added = await insertMembers(trx, workspaceId, list.id, ids);
    return { list_id: list.id, added, already_in_list: ids.length - added, duplicates, invalid };
  },
});

type Given = z.infer<typeof Given>;

function newsOf({ entry, ...person }: ReadPeople<Given>['people'][number]): ContactNews {
  const { phone: typed, name, email, language, ...attributes } = entry;
  return { ...person, typed, possible: true, name, email, language, tags: [], attributes };
}
