import { type Selectable, sql } from 'kysely';
import type { AlertFacts, AlertKind } from '../domain/alert.ts';
import type { Found, Slice } from './search.ts';
import type { Connection, Tables } from './tables.ts';

export type Alert = Selectable<Tables['alert']>;

export interface NewAlert {
  workspaceId: number;
  kind: AlertKind;
  campaignId?: number | undefined;
  senderId?: number | undefined;
  facts?: AlertFacts;
  at: Date;
  /** Said again, however soon, unless the one before is still to be told. */
  isNews?: boolean;
}

/** The same about the same thing within this time says nothing new, whichever process says it. */
const quietMs = 10 * 60_000;
/** Whoever took an alert and has not told it by then has died. */
const tellingMs = 60_000;
/** Nobody wants to be told yesterday's news. */
const staleMs = 24 * 3_600_000;

/** Writes down what people have to be told. False when they were told the same a moment ago. */
export async function raiseAlert(trx: Connection, alert: NewAlert): Promise<boolean> {
  const { workspaceId, kind, campaignId = null, senderId = null, facts = {}, at, isNews } = alert;
  const quietSince = new Date(at.getTime() - quietMs);
  const { numAffectedRows } = await sql`
    insert into alert (workspace_id, at, kind, campaign_id, sender_id, facts)
    select ${workspaceId}::integer, ${at}::timestamptz, ${kind}::text, ${campaignId}::integer,
      ${senderId}::integer, ${facts}::jsonb
    where not exists (select from alert a where a.workspace_id = ${workspaceId} and a.kind = ${kind}
      and a.campaign_id is not distinct from ${campaignId}::integer
      and a.sender_id is not distinct from ${senderId}::integer
      and ${isNews ? sql`a.taken_at is null` : sql`a.at > ${quietSince}::timestamptz`})`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

/** An alert with the names of what it is about. */
export interface NamedAlert extends Alert {
  campaign_name: string | null;
  sender_name: string | null;
}

/** The oldest alerts that nobody has told yet; they are the caller's for a minute. */
export async function takeAlerts(db: Connection, now: Date, limit: number): Promise<NamedAlert[]> {
  const { rows } = await sql<NamedAlert>`
    with taken as (
      update alert set taken_at = ${now} where id in (
        select id from alert where told_at is null and at > ${new Date(now.getTime() - staleMs)}::timestamptz
          and (taken_at is null or taken_at < ${new Date(now.getTime() - tellingMs)}::timestamptz)
        order by id limit ${limit} for update skip locked)
      returning *)
    select t.*, c.name as campaign_name, coalesce(s.label, s.phone, 'wb-' || s.id) as sender_name
    from taken t left join campaign c on c.id = t.campaign_id left join sender s on s.id = t.sender_id
    order by t.id`.execute(db);
  return rows;
}

export async function markTold(db: Connection, id: number, at: Date): Promise<void> {
  await db.updateTable('alert').set({ told_at: at }).where('id', '=', id).execute();
}

/** The newest first. */
export async function findAlerts(
  connection: Connection,
  workspaceId: number,
  { limit, offset }: Slice,
): Promise<Found<Alert>> {
  const query = connection.selectFrom('alert').where('workspace_id', '=', workspaceId);
  const rows = await query.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}
