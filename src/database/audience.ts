import { sql } from 'kysely';
import { blockedBit, blockedReason } from '../domain/suppression.ts';
import { requiredVariables } from '../domain/template.ts';
import type { Campaign } from './campaigns.ts';
import { addCounts, type CountDelta } from './counts.ts';
import { type ContactCondition, matchesSegment } from './segment.ts';
import type { Connection, Trx } from './tables.ts';

/** How many people one page of planning takes: on the embedded database a longer statement would hold up everything else. */
export const planPageMax = 5000;

export interface Audience {
  workspaceId: number;
  listId: number;
  /** Variables without a default: whoever has no value for one of them is skipped. */
  required: readonly string[];
  /** Of the list only these. Nobody else is a recipient, nor gets a row. */
  segment?: ContactCondition | undefined;
}

/** Whom a campaign is for; undefined without a list. The days of its segment count back from its start, or from now. */
export function audienceOf(
  campaign: Pick<
    Campaign,
    'workspace_id' | 'list_id' | 'message_text' | 'on_missing_variable' | 'segment' | 'started_at'
  >,
  now: Date,
): Audience | undefined {
  const { workspace_id: workspaceId, list_id: listId, message_text: text } = campaign;
  if (listId === null) return undefined;
  const required = campaign.on_missing_variable === 'default' ? [] : requiredVariables(text);
  const at = campaign.started_at ?? now;
  return {
    workspaceId,
    listId,
    required,
    segment: matchesSegment(campaign.segment, workspaceId, at),
  };
}

/** Everyone whom it is for; a fragment to stand after `from`. */
function members({ workspaceId, listId, segment }: Audience) {
  return sql`contact_list_member m join contact c on c.id = m.contact_id and c.workspace_id = ${workspaceId}
    where m.list_id = ${listId} and m.workspace_id = ${workspaceId} ${segment ? sql`and ${segment}` : sql``}`;
}

/** What is filled in for a person: their attributes, and under three names what the contact itself says. */
const filledIn = sql`c.attributes || jsonb_strip_nulls(
  jsonb_build_object('name', c.name, 'phone', c.phone, 'email', c.email))`;

/** The same of one name, without building the rest: that took a third of the time of a page. */
function filledInAs(name: string) {
  const attribute = sql`c.attributes ->> ${name}::text`;
  const isOwn = name === 'name' || name === 'phone' || name === 'email';
  return isOwn
    ? sql`coalesce(${sql.ref(`c.${name}`)}, ${attribute}, '')`
    : sql`coalesce(${attribute}, '')`;
}

function lacksOne(required: readonly string[]) {
  const blanks = required.map((name) => sql<boolean>`${filledInAs(name)} ~ '^\\s*$'`);
  return blanks.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(blanks, sql` or `)})`;
}

/** Null for whoever gets the message; in the order of `blockedReason`. */
function skipReason({ required }: Audience) {
  return sql`case
    when c.blocked & ${sql.lit(blockedBit.blacklist)} <> 0 then 'blacklisted'
    when c.blocked & ${sql.lit(blockedBit.whatsapp)} <> 0 then 'opted_out'
    when c.blocked & ${sql.lit(blockedBit.marketing)} <> 0 then 'unsubscribed'
    when ${lacksOne(required)} then 'missing_variable' end`;
}

export interface PlannedPage {
  planned: number;
  skipped: number;
  failed: number;
  /** Where the next page begins; undefined when this was the last. */
  after: number | undefined;
}

/** What a page of messages says besides the people. */
export interface PageOf {
  campaign: Campaign;
  senderId: number | null;
  dueAt: Date;
  now: Date;
  /** Some of these people may have their message already: whoever has is passed over. */
  isRepeated: boolean;
}

/**
 * One page of messages, with the counts and the cursor in the same transaction, so that a page
 * is planned once whatever happens. The caller holds the campaign's row. Throws a unique violation
 * when somebody has a message already, unless it `isRepeated`: ON CONFLICT would cost a third more.
 */
export async function planPage(trx: Trx, of: Audience, page: PageOf): Promise<PlannedPage> {
  const { campaign, senderId } = page;
  const people = await findPeople(trx, of, campaign.plan_after);
  if (people.last === null) return { planned: 0, skipped: 0, failed: 0, after: undefined };
  const { planned, skipped, failed } = await insertMessages(trx, of, page, people.last);
  const counted = {
    workspaceId: campaign.workspace_id,
    campaignId: campaign.id,
    senderId: senderId ?? 0,
  };
  const deltas: CountDelta[] = [
    { ...counted, state: 'planned', n: planned },
    { ...counted, state: 'skipped', n: skipped },
    { ...counted, state: 'failed', n: failed },
  ];
  await addCounts(trx, deltas);
  return { planned, skipped, failed, after: people.n < planPageMax ? undefined : people.last };
}

/** Where the page that begins after a contact ends, and how many are on it. */
async function findPeople(trx: Trx, { workspaceId, listId }: Audience, after: number) {
  const { rows } = await sql<{ last: number | null; n: number }>`
    select max(contact_id) as last, count(*)::integer as n from (
      select contact_id from contact_list_member
      where list_id = ${listId} and workspace_id = ${workspaceId} and contact_id > ${after}
      order by contact_id limit ${planPageMax}) page`.execute(trx);
  return rows[0] ?? { last: null, n: 0 };
}

async function insertMessages(trx: Trx, of: Audience, page: PageOf, last: number) {
  const { campaign, senderId, dueAt, now, isRepeated } = page;
  const missingIs = campaign.on_missing_variable === 'fail' ? 'failed' : 'skipped';
  // Both sides of the join are bounded: a merge join would read all contacts before the page otherwise.
  const { rows } = await sql<{ planned: number; ended: number; missing: number }>`
    with page as materialized (
      select c.id, c.phone, ${filledIn} as vars, ${skipReason(of)} as skip_reason
      from ${members(of)}
        and m.contact_id > ${campaign.plan_after} and m.contact_id <= ${last}
        and c.id > ${campaign.plan_after} and c.id <= ${last}
        ${isRepeated ? without(campaign) : sql``}
      order by c.id
    ), inserted as (
      insert into message (workspace_id, campaign_id, recipient_key, contact_id, address, vars, sender_id,
        due_at, state, reason, ended_at)
      select ${campaign.workspace_id}, ${campaign.id}, id::text, id, phone, vars, ${senderId}::integer,
        ${dueAt}::timestamptz, case when skip_reason is null then 'planned'
          when skip_reason = 'missing_variable' then ${sql.lit(missingIs)} else 'skipped' end, skip_reason,
        case when skip_reason is null then null else ${now}::timestamptz end
      from page
    )
    select (count(*) filter (where skip_reason is null))::integer as planned, count(skip_reason)::integer as ended,
      (count(*) filter (where skip_reason = 'missing_variable'))::integer as missing
    from page`.execute(trx);
  const { planned, ended, missing } = rows[0] ?? { planned: 0, ended: 0, missing: 0 };
  const failed = missingIs === 'failed' ? missing : 0;
  return { planned, skipped: ended - failed, failed };
}

function without({ workspace_id, id }: Campaign) {
  return sql`and not exists (select from message x where x.workspace_id = ${workspace_id}
    and x.campaign_id = ${id} and x.recipient_key = c.id::text)`;
}

/**
 * The planner of queries must know how large a list has become: nobody analyses the embedded database by
 * itself, and after an import a page took five times as long without this (420 against 95 ms). For the
 * columns by which pages are found, a small sample does: 30 ms instead of 270.
 */
export async function refreshStatistics(trx: Trx): Promise<void> {
  await sql`set local default_statistics_target = 10`.execute(trx);
  // Whoever holds these tables is analysing them, or about to: autovacuum would wait for us, or we for it.
  await sql`analyze (skip_locked) contact (id, workspace_id), contact_list_member (workspace_id, list_id, contact_id)`.execute(
    trx,
  );
}

/**
 * The same of the messages, once there is a page of them: PostgreSQL reckons with more of the same from
 * then on. Before autovacuum came, a minute later, it took the table for empty, and writing down what
 * became of 400 messages read every message of their campaign.
 */
export async function refreshMessageStatistics(trx: Trx): Promise<void> {
  await sql`set local default_statistics_target = 10`.execute(trx);
  await sql`analyze (skip_locked) message (workspace_id, campaign_id, recipient_key, id, sender_id, due_at, state)`.execute(
    trx,
  );
}

export interface AudienceCount {
  people: number;
  /** Everyone that the campaign would not write to, by reason. */
  skipped: Record<string, number>;
}

/**
 * Counts a list without joining all of it: only of those who are left out does it matter who they
 * are. For a million people this takes a third of the time of one grouped join.
 */
export async function countAudience(db: Connection, of: Audience): Promise<AudienceCount> {
  const people = of.segment ? await countSegment(db, of) : await countMembers(db, of);
  // Grouped by what has few values, or PostgreSQL would not do it in parallel.
  const { rows } = await sql<{ blocked: number; n: number }>`
    select c.blocked, count(*) as n from ${members(of)} and (c.blocked <> 0 or ${lacksOne(of.required)})
    group by c.blocked`.execute(db);
  const skipped: Record<string, number> = {};
  for (const { blocked, n } of rows) {
    const reason = blockedReason(blocked, 'campaign') ?? 'missing_variable';
    skipped[reason] = (skipped[reason] ?? 0) + n;
  }
  return { people, skipped };
}

async function countMembers(db: Connection, { listId, workspaceId }: Audience): Promise<number> {
  const { people } = await db
    .selectFrom('contact_list_member')
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where('list_id', '=', listId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return people;
}

async function countSegment(db: Connection, of: Audience): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${members(of)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Whether there is anybody at all. */
export async function hasPeople(db: Connection, of: Audience): Promise<boolean> {
  const { rows } = await sql`select 1 from ${members(of)} limit 1`.execute(db);
  return rows.length > 0;
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
  const { rows } = await sql<SampleContact>`
    select c.id as "contactId", c.phone, ${filledIn} as vars
    from ${members(of)} and ${skipReason(of)} is null
    order by m.contact_id limit ${limit}`.execute(db);
  return rows;
}
