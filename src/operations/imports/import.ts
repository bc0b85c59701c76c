import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { batchesOf, mergeContacts } from '../../database/contact-batches.ts';
import { insertImport } from '../../database/imports.ts';
import { insertMembers } from '../../database/list-members.ts';
import type { ContactRow } from '../../domain/contact-file.ts';
import { sets } from '../annotations.ts';
import { defineOperation, type StepsContext } from '../define.ts';
import { requireList } from '../lists/require.ts';
import { ListRef } from '../refs.ts';
import { line } from '../text.ts';
import { base64Max, readFile } from './read-file.ts';

const badLinesShown = 100;

export const importContacts = defineOperation({
  name: 'import_contacts',
  summary:
    'Import contacts from a CSV file. New numbers become contacts; of known ones, what the file ' +
    'says replaces what was known. Lines without a usable number are reported and stop no other.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    file_name: line(200).describe('What the file is called.'),
    content_base64: z.base64().max(base64Max).describe('The whole file, in Base64.'),
    default_country: z
      .string()
      .toUpperCase()
      .length(2)
      .optional()
      .describe('Country of numbers without a country code, such as ES.'),
    phone_column: line(200).optional().describe("The phone column's heading, if it is not found."),
    name_column: line(200).optional().describe("The name column's heading, if it is not found."),
    list_id: ListRef.optional().describe('From list_contact_lists: put everybody into it.'),
  }),
  output: z.object({
    import_id: z.int().describe('For create_list_from_import.'),
    rows: z.int().describe('Lines with something in them: added, updated, duplicates and invalid.'),
    added: z.int().describe('People who were no contacts before.'),
    updated: z.int().describe('People who were contacts already.'),
    duplicates: z.int().describe('Lines that name a person whom an earlier line names.'),
    impossible: z
      .int()
      .describe('Numbers of a length no country uses: kept, or with strict_numbers invalid.'),
    invalid: z.int().describe('Lines that were left out.'),
    bad_lines: z
      .array(z.object({ line: z.int(), text: z.string(), reason: z.string() }))
      .describe(`The first ${badLinesShown} lines that were left out, and why.`),
    list_id: z.int().optional().describe('The list that everybody is in now.'),
  }),

  async steps(context, { list_id, ...input }) {
    const { workspaceId, transaction } = context;
    const list = list_id && (await transaction((trx) => requireList(trx, workspaceId, list_id)));
    const bytes = Buffer.from(input.content_base64, 'base64');
    const { rows, bad, duplicates, impossible } = await readFile(context, bytes, input);

    const { added, contactIds } = await saveRows(context, rows, list?.id);
    const counts = {
      added,
      updated: rows.length - added,
      duplicates: duplicates.length,
      impossible,
      invalid: bad.length,
    };
    const bad_lines = bad.slice(0, badLinesShown);
    const record = { ...counts, file_name: input.file_name, contact_ids: contactIds, bad_lines };
    const import_id = await transaction((trx) => insertImport(trx, workspaceId, record));
    return {
      import_id,
      rows: rows.length + duplicates.length + bad.length,
      ...counts,
      bad_lines,
      ...(list && { list_id: list.id }),
    };
  },
});

/** Batch by batch, each in a transaction of its own: a large file must not hold up everybody else. */
async function saveRows(
  { transaction, workspaceId }: StepsContext,
  rows: readonly ContactRow[],
  listId: number | undefined,
): Promise<{ added: number; contactIds: number[] }> {
  let added = 0;
  const contactIds: number[] = [];
  for (const batch of batchesOf(rows)) {
    const contacts = await transaction(async (trx) => {
      const merged = await mergeContacts(trx, workspaceId, batch);
      const ids = [...merged.values()].map(({ id }) => id);
      if (listId !== undefined) await insertMembers(trx, workspaceId, listId, ids);
      return [...merged.values()];
    });
    added += contacts.filter(({ isNew }) => isNew).length;
    for (const { id } of contacts) contactIds.push(id);
  }
  return { added, contactIds };
}
