import { sql } from 'kysely';
import { insertCampaign, saveCampaign } from '../../src/database/campaigns.ts';
import type { Database } from '../../src/database/tables.ts';
import { blockedBit } from '../../src/domain/suppression.ts';

export interface Exclusions {
  optedOutPercent: number;
  blacklistedPercent: number;
}

export const nobodyExcluded: Exclusions = { optedOutPercent: 0, blacklistedPercent: 0 };

/**
 * So many new contacts on a list of their own, a part of them blocked, as a minute after an import:
 * autovacuum has been there. Answers the list's id.
 */
export async function insertPeople(
  db: Database,
  workspaceId: number,
  people: number,
  { optedOutPercent, blacklistedPercent }: Exclusions,
): Promise<number> {
  const list = await db
    .insertInto('contact_list')
    .values({ workspace_id: workspaceId, name: 'Everyone', slug: null, description: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    with person as (
      insert into contact (workspace_id, phone_key, phone, phone_typed, name, attributes, blocked)
      select ${workspaceId}, digits, '+' || digits, '+' || digits, 'Person ' || i,
        jsonb_build_object('city', 'City ' || i % 1000, 'code', 'C' || i),
        case when i % 100 < ${optedOutPercent}::integer then ${sql.lit(blockedBit.whatsapp)}
          when i % 100 < ${optedOutPercent + blacklistedPercent}::integer then ${sql.lit(blockedBit.blacklist)}
          else 0 end
      from (select coalesce(max(id), 0) as before from contact) so_far,
        generate_series(before + 1, before + ${people}::integer) i,
        lateral (select (34600000000 + i)::text as digits) number
      returning id
    )
    insert into contact_list_member (workspace_id, list_id, contact_id)
    select ${workspaceId}, ${list.id}, id from person`.execute(db);
  await sql`vacuum analyze contact, contact_list_member`.execute(db);
  return list.id;
}

/** Asks for two values that every contact has. */
export const messageText = 'Hello {name}, your code is {code}.';

/** A running campaign on a list, not planned yet; the engine hears of it as of one that an operator starts. */
export async function startCampaignOn(
  db: Database,
  workspaceId: number,
  listId: number,
  sessionIds: number[],
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const draft = await insertCampaign(trx, {
      workspace_id: workspaceId,
      state: 'draft',
      name: 'Benchmark',
      message_text: messageText,
      list_id: listId,
      session_ids: sessionIds,
      include_unsubscribe_link: false,
      created_by: 'bench',
    });
    await saveCampaign(trx, draft, { state: 'running', started_at: new Date() });
    return draft.id;
  });
}
