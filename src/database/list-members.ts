import { sql } from 'kysely';
import { batchMax } from './contact-batches.ts';
import { type Found, matchesContact, type Slice } from './search.ts';
import type { Connection, Trx } from './tables.ts';

export interface ListMember {
  /** The membership's own id: the same person has another one in another list. */
  id: number;
  contact_id: number;
  phone: string;
  name: string | null;
  tags: string[];
  blocked: number;
  added_at: Date;
}

export async function findMembers(
  connection: Connection,
  workspaceId: number,
  listId: number,
  search: string | undefined,
  { limit, offset }: Slice,
): Promise<Found<ListMember>> {
  let query = connection
    .selectFrom('contact_list_member as member')
    .innerJoin('contact', 'contact.id', 'member.contact_id')
    .where('member.workspace_id', '=', workspaceId)
    .where('member.list_id', '=', listId);
  if (search !== undefined) query = query.where(matchesContact(search));
  const rows = await query
    .select(['member.id', 'member.contact_id', 'member.added_at'])
    .select(['contact.phone', 'contact.name', 'contact.tags', 'contact.blocked'])
    .orderBy('member.id')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** Answers how many were not in the list before. Contacts that have gone meanwhile are passed over. */
export async function insertMembers(
  trx: Trx,
  workspaceId: number,
  listId: number,
  contactIds: readonly number[],
): Promise<number> {
  const { rows } = await sql`
    insert into contact_list_member (workspace_id, list_id, contact_id)
    select ${workspaceId}::int, ${listId}::int, contact.id
    from contact
    where contact.workspace_id = ${workspaceId} and contact.id = any(${contactIds}::bigint[])
    order by contact.id
    on conflict do nothing
    returning id`.execute(trx);
  return rows.length;
}

/** True when there was such a membership. */
export async function deleteMember(
  trx: Trx,
  workspaceId: number,
  memberId: number,
): Promise<boolean> {
  const gone = await trx
    .deleteFrom('contact_list_member')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Whom to take out: by membership id, or everybody whom the search finds, less some. */
export type MemberChoice =
  | { memberIds: readonly number[] }
  | { search: string | undefined; exceptIds: readonly number[] };

/** Takes out at most one batch and answers how many; 0 means that nobody is left to take out. */
export async function deleteMembers(
  trx: Trx,
  workspaceId: number,
  listId: number,
  choice: MemberChoice,
): Promise<number> {
  const chosen =
    'memberIds' in choice
      ? sql`member.id = any(${choice.memberIds}::bigint[])`
      : sql`member.id <> all(${choice.exceptIds}::bigint[])
          and ${choice.search === undefined ? sql`true` : matchesContact(choice.search)}`;
  const { rows } = await sql`
    delete from contact_list_member where id in (
      select member.id from contact_list_member as member
      join contact on contact.id = member.contact_id
      where member.workspace_id = ${workspaceId} and member.list_id = ${listId} and ${chosen}
      order by member.id
      limit ${batchMax})
    returning id`.execute(trx);
  return rows.length;
}
