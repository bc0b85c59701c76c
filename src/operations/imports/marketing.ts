import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { ContactList } from '../../database/lists.ts';
import { deleteUpload, findUpload, insertUpload, type Upload } from '../../database/uploads.ts';
import { readCountry } from '../../domain/contact-file.ts';
import { previewContactFile } from '../../domain/contact-file-preview.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation, type StepsContext } from '../define.ts';
import { requireList } from '../lists/require.ts';
import { ListRef } from '../refs.ts';
import { line, Phone, text } from '../text.ts';
import { splitTyped } from './manual.ts';
import { badFields, badShown, putConversations, putFields, putPeople, putTyped } from './put.ts';
import { base64Max, readFile } from './read-file.ts';

const Input = z.strictObject({
  source: z
    .enum(['manual', 'conversations', 'csv', 'txt'])
    .describe('Where they come from: typed numbers, everybody with a conversation, or a file.'),
  list_id: ListRef.describe('From list_contact_lists.'),
  phones_text: text(1_000_000).optional().describe('With manual: numbers, one a line.'),
  phones: z.array(Phone).max(50_000).optional().describe('With manual: numbers as an array.'),
  file_name: line(200).default('contacts').describe('With csv or txt: what the file is called.'),
  content_base64: z
    .base64()
    .max(base64Max)
    .optional()
    .describe(
      'With csv or txt: the file in Base64. It is shown, kept for a day, and imported by its tmp_id.',
    ),
  tmp_id: z
    .uuid()
    .optional()
    .describe('With csv or txt: the file that an earlier call showed; imports it.'),
  phone_column: line(200)
    .optional()
    .describe('With tmp_id: the heading of the column with the numbers.'),
  name_column: line(200)
    .optional()
    .describe('With tmp_id: the heading of the column with the names.'),
});
type Input = z.output<typeof Input>;

const Output = z.object({
  ...putFields,
  ...badFields,
  status: z.enum(['imported', 'preview']).describe('After a preview nobody is imported yet.'),
  preview: z
    .object({
      tmp_id: z.string().describe('To import the file, with the columns if they are others.'),
      columns: z.array(z.string()).describe('The headings; none for a file without.'),
      phone_column: z.string().nullable().describe('What would be taken for the numbers.'),
      name_column: z.string().nullable(),
      rows: z.array(z.array(z.string())).describe('The first lines.'),
    })
    .optional(),
});
type Output = z.infer<typeof Output>;

export const importMarketingContacts = defineOperation({
  name: 'import_marketing_contacts',
  summary:
    'Put people into a list from typed numbers, from all conversations, or from a CSV or text file. ' +
    'A file takes two calls: with content_base64 it is only shown; with the tmp_id of that answer, and ' +
    'the names of its columns where they were not recognised, it is imported.',
  scope: 'contacts:write',
  annotations: sets,
  input: Input,
  output: Output,

  async steps(context, input) {
    const { transaction, workspaceId } = context;
    const list = await transaction((trx) => requireList(trx, workspaceId, input.list_id));
    return { ...nothing, ...(await importFrom(context, list, input)) };
  },
});

const nothing = { status: 'imported', duplicates: 0, invalid: 0, bad_lines: [] } as const;

function importFrom(
  context: StepsContext,
  { id }: ContactList,
  input: Input,
): Promise<Partial<Output> & Pick<Output, keyof typeof putFields>> {
  switch (input.source) {
    case 'manual':
      return putTyped(context, id, typedNumbers(input));
    case 'conversations':
      return putConversations(context, id);
    case 'csv':
    case 'txt':
      return input.tmp_id === undefined
        ? showFile(context, id, input)
        : putFile(context, id, input.tmp_id, input);
  }
}

function typedNumbers({ phones_text, phones }: Input): string[] {
  if (phones_text !== undefined || phones !== undefined) {
    return [...splitTyped(phones_text ?? ''), ...(phones ?? [])];
  }
  throw new Refusal('invalid_input', 'With the source manual, give phones_text or phones.');
}

async function showFile(
  { transaction, workspaceId, house, now }: StepsContext,
  list_id: number,
  { content_base64, file_name }: Input,
) {
  if (content_base64 === undefined) {
    throw new Refusal(
      'invalid_input',
      'Give the file as content_base64; the answer has its tmp_id.',
    );
  }
  const content = Buffer.from(content_base64, 'base64');
  const country = readCountry(house.settings.defaultCountry);
  const { columns, phone, name, rows } = await previewContactFile(content, country);
  const upload = { file_name, content };
  const tmp_id = await transaction((trx) => insertUpload(trx, workspaceId, upload, now));
  return {
    list_id,
    ...{ added: 0, already_in_list: 0, status: 'preview' as const },
    preview: { tmp_id, columns, phone_column: phone ?? null, name_column: name ?? null, rows },
  };
}

async function putFile(context: StepsContext, listId: number, tmpId: string, input: Input) {
  const { transaction, workspaceId } = context;
  const { content } = await transaction(async (trx) =>
    orNotFound(await findUpload(trx, workspaceId, tmpId), tmpId),
  );
  const { rows, bad, duplicates } = await readFile(context, content, input);
  const put = await putPeople(context, listId, rows);
  await transaction((trx) => deleteUpload(trx, workspaceId, tmpId));
  return {
    ...put,
    duplicates: duplicates.length,
    invalid: bad.length,
    bad_lines: bad.slice(0, badShown),
  };
}

function orNotFound(upload: Upload | undefined, tmpId: string): Upload {
  if (upload) return upload;
  throw new Refusal(
    'not_found',
    `No file ${tmpId}: it was imported, or is older than a day. Give it again as content_base64.`,
  );
}
