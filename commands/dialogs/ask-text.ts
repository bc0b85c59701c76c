import type { Caller } from '../../src/context.ts';
import { parseTemplate } from '../../src/domain/template.ts';
import { getContact } from '../../src/operations/contacts/get.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { getContactListDetail } from '../../src/operations/lists/detail.ts';
import { ask, say } from './ask.ts';
import type { Talk } from './outside.ts';

/** Asks for a campaign's text until it is one, and says which variables it uses. */
export async function askText(talk: Talk, listId: number | undefined): Promise<string> {
  const text = await ask<string>(talk, {
    view: async ({ caller, t }) => ({ text: t.askText(await columnsOf(caller, listId)) }),
    words: (_ctx, given) => {
      parseTemplate(given);
      return given;
    },
  });
  await say(talk, ({ t }) => ({ text: t.textUses(parseTemplate(text).variables) }));
  return text;
}

/** Enough to find a column that the first of them leave empty. */
const peopleAsked = 5;

/** What the first people of a list have values for. */
async function columnsOf(caller: Caller, listId: number | undefined): Promise<string[]> {
  if (listId === undefined) return [];
  const { contacts } = await invoke(caller, getContactListDetail, { list_id: listId });
  const columns = new Set(contacts.length === 0 ? [] : ['name', 'phone']);
  for (const { person_id } of contacts.slice(0, peopleAsked)) {
    const { attributes } = await invoke(caller, getContact, { contact_id: person_id });
    for (const column of Object.keys(attributes)) columns.add(column);
  }
  return [...columns];
}
