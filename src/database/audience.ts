import { sql } from 'kysely';
import { blockedBit } from '../domain/suppression.ts';
import type { Campaign } from './campaigns.ts';
import { addCounts, type CountDelta } from './counts.ts';
import type { Connection, Trx } from './tables.ts';

/** How many people one page of planning takes: on the embedded database a longer statement would hold up everything else. */
export const planPageMax = 5000;

export interface Audience {
  workspaceId: number;
  listId: number;
  /** Variables without a default: whoever has no value for one of them is skipped. */
  required: readonly string[];
}

/**
 * The one question that preview and planner both ask: who is in the list, what is filled in for
 * each, and why somebody is left out.
 */
function audience(
  { workspaceId, listId, required }: Audience,
  page: { after: number; limit: number },
) {
  return sql`
    select c.id, c.phone, v.vars, case
        when c.blocked & ${sql.lit(blockedBit.blacklist)} <> 0 then 'blacklisted'
        when c.blocked & ${sql.lit(blockedBit.whatsapp)} <> 0 then 'opted_out'
        when c.blocked & ${sql.lit(blockedBit.marketing)} <> 0 then 'unsubscribed'
        when exists (select from unnest(${[...required]}::text[]) name
          where not coalesce(v.vars ->> name ~ '\\S', false)) then 'missing_variable'
      end as skip_reason
    from contact_list_member m
      join contact c on c.id = m.contact_id and c.workspace_id = ${workspaceId},
      lateral (select c.attributes || jsonb_strip_nulls(
        jsonb_build_object('name', c.name, 'phone', c.phone, 'email', c.email)) as vars) v
    where m.list_id = ${listId} and m.workspace_id = ${workspaceId} and m.contact_id > ${page.after}
    order by m.contact_id limit ${page.limit}`;
}

export interface PlannedPage {
  planned: number;
  skipped: number;
  /** Where the next page begins; undefined when this was the last. */
  after: number | undefined;
}

/**
 * One page of messages, with the counts and the cursor in the same transaction, so that a page
 * is planned once whatever happens. The caller holds the campaign's row.
 */
export async function planPage(
  trx: Trx,
  campaign: Campaign,
  of: Audience,
  senderId: number | null,
  dueAt: Date,
  now: Date,
): Promise<PlannedPage> {
  const page = audience(of, { after: campaign.plan_after, limit: planPageMax });
  const { rows } = await sql<{
    last: number | null;
    planned: number;
    skipped: number;
    people: number;
  }>`
    with page as materialized (${page}), inserted as (
      insert into message (workspace_id, campaign_id, recipient_key, contact_id, address, vars, sender_id,
        due_at, state, reason, ended_at)
      select ${campaign.workspace_id}, ${campaign.id}, page.id::text, page.id, page.phone, page.vars,
        ${senderId}::integer, ${dueAt}::timestamptz,
        case when page.skip_reason is null then 'planned' else 'skipped' end, page.skip_reason,
        case when page.skip_reason is null then null else ${now}::timestamptz end
      from page
      on conflict do nothing
      returning state
    )
    select (select max(id) from page) as last, (select count(*) from page)::integer as people,
      (count(*) filter (where state = 'planned'))::integer as planned,
      (count(*) filter (where state = 'skipped'))::integer as skipped
    from inserted`.execute(trx);
  const { last, people, planned, skipped } = rows[0] ?? {
    last: null,
    people: 0,
    planned: 0,
    skipped: 0,
  };
  const counted = {
    workspaceId: campaign.workspace_id,
    campaignId: campaign.id,
    senderId: senderId ?? 0,
  };
  const deltas: CountDelta[] = [
    { ...counted, state: 'planned', n: planned },
    { ...counted, state: 'skipped', n: skipped },
  ];
  await addCounts(trx, deltas);
  return { planned, skipped, after: people < planPageMax ? undefined : (last ?? undefined) };
}

/**
 * The planner of queries must know how large a list has become: nobody analyses the embedded database by
 * itself, and after an import a page took five times as long without this (420 against 95 ms).
 */
export async function refreshStatistics(trx: Trx): Promise<void> {
  await sql`analyze contact, contact_list_member`.execute(trx);
}

export interface AudienceCount {
  people: number;
  /** Everyone that the campaign would not write to, by reason. */
  skipped: Record<string, number>;
}

export async function countAudience(db: Connection, of: Audience): Promise<AudienceCount> {
  const everyone = audience(of, { after: 0, limit: 2 ** 31 - 1 });
  const { rows } = await sql<{ skip_reason: string | null; n: number }>`
    select skip_reason, count(*) as n from (${everyone}) a group by skip_reason`.execute(db);
  const skipped = rows.flatMap(({ skip_reason, n }) => (skip_reason ? [[skip_reason, n]] : []));
  return {
    people: rows.reduce((sum, { n }) => sum + n, 0),
    skipped: Object.fromEntries(skipped),
  };
}

export interface SampleContact {
  contactId: number;
  phone: string;
  vars: Record<string, string>;
}

/** The first people who would get the message, for a preview with real names. */
export async function sampleAudience(
  db: Connection,
  of: Audience,
  limit: number,
): Promise<SampleContact[]> {
  const everyone = audience(of, { after: 0, limit: planPageMax });
  const { rows } = await sql<SampleContact>`
    select id as "contactId", phone, vars from (${everyone}) a where skip_reason is null limit ${limit}`.execute(
    db,
  );
  return rows;
}
