import { z } from 'zod';
import { insertList } from '../../database/lists.ts';
import type { ContactCondition } from '../../database/segment.ts';
import type { StepsContext } from '../define.ts';
import { putMatching } from './put-matching.ts';

export const newListFields = {
  list_id: z.int().describe('The new list.'),
  name: z.string(),
  contacts: z.int().describe('How many people are in it; 0 when there was nobody.'),
};

/** A new list of all contacts of whom a condition is true. */
export async function makeListOf(
  context: StepsContext,
  name: string,
  matches: ContactCondition,
): Promise<{ list_id: number; name: string; contacts: number }> {
  const { transaction, workspaceId } = context;
  const list = await transaction((trx) => insertList(trx, workspaceId, { name }));
  const { added } = await putMatching(context, list.id, matches);
  return { list_id: list.id, name: list.name, contacts: added };
}
