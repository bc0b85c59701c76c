import { fillListPage } from '../../database/list-filling.ts';
import type { ContactCondition } from '../../database/segment.ts';
import type { StepsContext } from '../define.ts';

/** Puts the contacts that a condition is true of into a list, page by page. */
export async function putMatching(
  { transaction, workspaceId }: StepsContext,
  listId: number,
  matches: ContactCondition,
): Promise<{ found: number; added: number }> {
  const sum = { found: 0, added: 0 };
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    const page = await transaction((trx) =>
      fillListPage(trx, { workspaceId, listId }, matches, from),
    );
    sum.found += page.found;
    sum.added += page.added;
    after = page.after;
  }
  return sum;
}
