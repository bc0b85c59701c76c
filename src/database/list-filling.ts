import { sql } from 'kysely';
import { batchMax } from './contact-batches.ts';
import type { ContactCondition } from './segment.ts';
import type { Trx } from './tables.ts';

export interface FilledPage {
  /** How many of the page's contacts match. */
  found: number;
  /** How many of those were not in the list before. */
  added: number;
  /** Where the next page begins; undefined when this was the last. */
  after: number | undefined;
}

/**
 * Goes over one page of all contacts, in the order of their ids, and puts those who match into a list.
 * A page is bounded by whom it looks at, not by whom it finds, so that none takes long.
 */
export async function fillListPage(
  trx: Trx,
  { workspaceId, listId }: { workspaceId: number; listId: number },
  matches: ContactCondition,
  after: number,
): Promise<FilledPage> {
  const { last, n } = await findPage(trx, workspaceId, after);
  if (last === null) return { found: 0, added: 0, after: undefined };
  const { rows } = await sql<{ found: number; added: number }>`
    with matching as (
      select c.id from contact c
      where c.workspace_id = ${workspaceId} and c.id > ${after} and c.id <= ${last} and ${matches}
    ), inserted as (
      insert into contact_list_member (workspace_id, list_id, contact_id)
      select ${workspaceId}::int, ${listId}::int, id from matching order by id
      on conflict do nothing returning 1
    )
    select (select count(*) from matching) as found, (select count(*) from inserted) as added`.execute(
    trx,
  );
  const { found, added } = rows[0] ?? { found: 0, added: 0 };
  return { found, added, after: n < batchMax ? undefined : last };
}

async function findPage(trx: Trx, workspaceId: number, after: number) {
  const { rows } = await sql<{ last: number | null; n: number }>`
    select max(id) as last, count(*) as n from (
      select id from contact where workspace_id = ${workspaceId} and id > ${after}
      order by id limit ${batchMax}) page`.execute(trx);
  return rows[0] ?? { last: null, n: 0 };
}
