import { type Selectable, sql } from 'kysely';
import type { CampaignState } from '../domain/campaign.ts';
import type { Ref } from './ref.ts';
import type { Connection, Tables, Trx } from './tables.ts';

export type ContactList = Selectable<Tables['contact_list']>;

export function findList(connection: Connection, workspaceId: number, ref: Ref) {
  return select(connection, workspaceId).where(ref.column, '=', ref.value).executeTakeFirst();
}

export function lockList(trx: Trx, workspaceId: number, ref: Ref) {
  return select(trx, workspaceId).where(ref.column, '=', ref.value).forUpdate().executeTakeFirst();
}

export function findLists(connection: Connection, workspaceId: number) {
  return select(connection, workspaceId)
    .select(({ selectFrom }) =>
      selectFrom('contact_list_member')
        .whereRef('contact_list_member.list_id', '=', 'contact_list.id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('contact_count'),
    )
    .orderBy('id')
    .execute();
}

export function insertList(
  trx: Trx,
  workspaceId: number,
  list: { name: string; description?: string | undefined; slug?: string | undefined },
): Promise<ContactList> {
  return trx
    .insertInto('contact_list')
    .values({
      workspace_id: workspaceId,
      name: list.name,
      description: list.description ?? null,
      slug: list.slug ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function isSlugTaken(
  connection: Connection,
  workspaceId: number,
  slug: string,
): Promise<boolean> {
  return (await findList(connection, workspaceId, { column: 'slug', value: slug })) !== undefined;
}

/** The row stays, as finished campaigns point at it; its slug is free again. */
export async function markListDeleted(trx: Trx, workspaceId: number, id: number): Promise<void> {
  await trx
    .updateTable('contact_list')
    .set({ deleted_at: sql`now()`, slug: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

const unfinished: CampaignState[] = ['pending_approval', 'draft', 'scheduled', 'running', 'paused'];

/** A campaign that still needs the list. */
export function findCampaignOfList(connection: Connection, workspaceId: number, listId: number) {
  return connection
    .selectFrom('campaign')
    .select(['id', 'name', 'state'])
    .where('workspace_id', '=', workspaceId)
    .where('list_id', '=', listId)
    .where('state', 'in', unfinished)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
}

function select(connection: Connection, workspaceId: number) {
  return connection
    .selectFrom('contact_list')
    .selectAll('contact_list')
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null);
}
