import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { requireList } from '../lists/require.ts';
import { ListRef } from '../refs.ts';
import { text } from '../text.ts';
import { badFields, putFields, putTyped } from './put.ts';

const typedMax = 1_000_000;

export const importContactsManual = defineOperation({
  name: 'import_contacts_manual',
  summary:
    'Put typed numbers into a list. Unknown numbers become contacts; what cannot be read is named ' +
    'in the answer and stops no other.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    list_id: ListRef.describe('From list_contact_lists.'),
    phones: text(typedMax).describe('Numbers with + and country code, one a line or with commas.'),
  }),
  output: z.object({ ...putFields, ...badFields }),

  async steps(context, { list_id, phones }) {
    const { transaction, workspaceId } = context;
    const list = await transaction((trx) => requireList(trx, workspaceId, list_id));
    return putTyped(context, list.id, splitTyped(phones));
  },
});

/** Spaces and dashes belong to a number. */
export function splitTyped(typed: string): string[] {
  return typed.split(/[\n\r,;]+/);
}
