import { z } from 'zod';
import { batchesOf, type ContactNews, mergeContacts } from '../../database/contact-batches.ts';
import { insertMembers } from '../../database/list-members.ts';
import { hasHistory } from '../../database/segment.ts';
import { readPeople } from '../contacts/read-people.ts';
import type { StepsContext } from '../define.ts';
import { putMatching } from '../lists/put-matching.ts';

/** How many bad entries an answer names. */
export const badShown = 100;

/** What every way of filling a list answers. */
export const putFields = {
  list_id: z.int(),
  added: z.int().describe('How many people are in the list now that were not before.'),
  already_in_list: z.int().describe('How many were in it already.'),
};

export const badFields = {
  duplicates: z.int().describe('How many entries named a person that an earlier one named.'),
  invalid: z.int().describe('How many entries were left out.'),
  bad_lines: z
    .array(z.object({ line: z.int(), text: z.string(), reason: z.string() }))
    .describe(`The first ${badShown} entries that were left out, and why; counted from 1.`),
};

export interface Put {
  list_id: number;
  added: number;
  already_in_list: number;
}

/** Makes contacts of people and puts them into a list: batch by batch, each in a transaction of its own. */
export async function putPeople(
  { transaction, workspaceId }: StepsContext,
  listId: number,
  people: readonly ContactNews[],
): Promise<Put> {
  let added = 0;
  for (const batch of batchesOf(people)) {
    added += await transaction(async (trx) => {
      const merged = await mergeContacts(trx, workspaceId, batch);
      const ids = [...merged.values()].map(({ id }) => id);
      return insertMembers(trx, workspaceId, listId, ids);
    });
  }
  return { list_id: listId, added, already_in_list: people.length - added };
}

/** Numbers as somebody typed them: one that is none stops no other. */
export async function putTyped(context: StepsContext, listId: number, typed: readonly string[]) {
  const entries = typed.map((phone) => phone.trim()).filter((phone) => phone !== '');
  const { people, duplicates, invalid } = readPeople(
    entries.map((phone) => ({ phone })),
    context.house.settings.defaultCountry,
  );
  const news = people.map(({ entry, ...person }) => {
    return { ...person, typed: entry.phone, possible: true, tags: [], attributes: {} };
  });
  const bad = invalid.slice(0, badShown);
  return {
    ...(await putPeople(context, listId, news)),
    duplicates,
    invalid: invalid.length,
    bad_lines: bad.map(({ index, phone, reason }) => ({ line: index + 1, text: phone, reason })),
  };
}

/** Everybody who has written to us or was written to. */
export async function putConversations(
  context: StepsContext,
  listId: number,
): Promise<Put & { found: number }> {
  const { found, added } = await putMatching(context, listId, hasHistory(context.workspaceId));
  return { list_id: listId, found, added, already_in_list: found - added };
}
