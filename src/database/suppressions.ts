import { type RawBuilder, sql } from 'kysely';
import {
  type BlockedReason,
  blockedBit,
  type SuppressionKind,
  type SuppressionSource,
} from '../domain/suppression.ts';
import { openBits } from './blocked.ts';
import { skipPlannedOf } from './messages.ts';
import { holdOffNewContacts } from './newcomers.ts';
import { type Found, matchesNumber, type Slice } from './search.ts';
import { notifyStop } from './signals.ts';
import type { Connection, Trx } from './tables.ts';

export interface NewSuppression {
  workspaceId: number;
  phone: string;
  key: string;
  kind: SuppressionKind;
  source: SuppressionSource;
  reason?: string | undefined;
  /** The campaign that made them say so. */
  campaignId?: number | undefined;
  at: Date;
}

/**
 * From the commit on no window opens with this person. Answers the new suppression's id, or
 * undefined when one of that kind was open already.
 */
export async function openSuppression(
  trx: Trx,
  { phone, key, ...rest }: NewSuppression,
): Promise<number | undefined> {
  const opened = await openSuppressions(trx, { ...rest, people: [{ phone, key }] });
  return opened.get(key);
}

/** As openSuppression, for many people, each once; answers the new ids by phone key. */
export async function openSuppressions(
  trx: Trx,
  {
    people,
    ...what
  }: Omit<NewSuppression, 'phone' | 'key'> & { people: { phone: string; key: string }[] },
): Promise<Map<string, number>> {
  const { workspaceId, kind, at } = what;
  const contactIds = await lockPeople(trx, workspaceId, keysOf(people));
  const opened = await insertOpen(trx, people, what);
  const stopped = [...opened.keys()].flatMap((key) => contactIds.get(key) ?? []);
  await block(trx, stopped, kind);
  await skipPlannedOf(trx, workspaceId, stopped, skipReason[kind], at);
  for (const contactId of stopped) await notifyStop(trx, contactId);
  return opened;
}

/** Whoever said no under one name has said no under another name of theirs: the open ones count for both. */
export async function copySuppressions(
  trx: Trx,
  workspaceId: number,
  from: string,
  to: { key: string; phone: string },
): Promise<void> {
  const open = await findSuppressions(trx, workspaceId, from);
  for (const { kind, source, reason, since } of open) {
    await openSuppression(trx, {
      workspaceId,
      ...to,
      kind,
      source,
      ...(reason !== null && { reason }),
      at: since,
    });
  }
}

/** True when one was open. With `onlySources`, one that came about otherwise stays. */
export async function liftSuppression(
  trx: Trx,
  what: {
    workspaceId: number;
    key: string;
    kind: SuppressionKind;
    by: string;
    at: Date;
    onlySources?: readonly SuppressionSource[] | undefined;
  },
): Promise<boolean> {
  const contactIds = await lockPeople(trx, what.workspaceId, [what.key]);
  let update = trx
    .updateTable('suppression')
    .set({ lifted_at: what.at, lifted_by: what.by })
    .where('workspace_id', '=', what.workspaceId)
    .where('phone_key', '=', what.key)
    .where('kind', '=', what.kind)
    .where('lifted_at', 'is', null);
  if (what.onlySources) update = update.where('source', 'in', what.onlySources);
  const lifted = await update.returning('id').executeTakeFirst();
  if (!lifted) return false;

  await trx
    .updateTable('contact')
    .set({ blocked: openBits(what.workspaceId, sql`${what.key}`) })
    .where('id', 'in', [...contactIds.values(), 0])
    .execute();
  return true;
}

/** The open suppressions of one number, the strongest kind first. */
export function findSuppressions(connection: Connection, workspaceId: number, key: string) {
  return connection
    .selectFrom('suppression')
    .select(['id', 'phone', 'kind', 'source', 'reason', 'since'])
    .where('workspace_id', '=', workspaceId)
    .where('phone_key', '=', key)
    .where('lifted_at', 'is', null)
    .orderBy(sql`array_position(array['blacklist', 'whatsapp', 'marketing'], kind)`)
    .execute();
}

export interface SuppressionFilter {
  kinds: readonly SuppressionKind[];
  sources?: readonly SuppressionSource[] | undefined;
  /** Part of a number. */
  search?: string | undefined;
  /** Calendar days of `timezone`, both included, as YYYY-MM-DD. */
  from?: string | undefined;
  to?: string | undefined;
  timezone?: string | undefined;
}

export interface ListedSuppression {
  id: number;
  phone: string;
  kind: SuppressionKind;
  source: SuppressionSource;
  reason: string | null;
  campaign_id: number | null;
  since: Date;
  contact_id: number | null;
  name: string | null;
}

/** Open suppressions, the newest first, with the contact where there still is one. */
export async function findSuppressionPage(
  connection: Connection,
  workspaceId: number,
  filter: SuppressionFilter,
  { limit, offset }: Slice,
): Promise<Found<ListedSuppression>> {
  const query = filteredSuppressions(connection, workspaceId, filter);
  const rows = await query
    .select(['suppression.id', 'suppression.phone', 'kind', 'source', 'reason', 'campaign_id'])
    .select(['since', 'contact.id as contact_id', 'contact.name'])
    .orderBy('since', 'desc')
    .orderBy('suppression.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** The open ones, with the contact where there still is one. */
export function filteredSuppressions(
  connection: Connection,
  workspaceId: number,
  filter: SuppressionFilter,
) {
  const { sources, search, from, to, timezone = 'UTC' } = filter;
  let query = connection
    .selectFrom('suppression')
    .leftJoin('contact', (join) =>
      join
        .onRef('contact.workspace_id', '=', 'suppression.workspace_id')
        .onRef('contact.phone_key', '=', 'suppression.phone_key'),
    )
    .where('suppression.workspace_id', '=', workspaceId)
    .where('lifted_at', 'is', null)
    .where('kind', 'in', filter.kinds);
  if (sources) query = query.where('source', 'in', sources);
  if (search !== undefined) query = query.where(matchesNumber(search));
  if (from !== undefined) query = query.where('since', '>=', startOfDay(from, 0, timezone));
  if (to !== undefined) query = query.where('since', '<', startOfDay(to, 1, timezone));
  return query;
}

function startOfDay(day: string, daysLater: number, timezone: string): RawBuilder<Date> {
  return sql<Date>`((${day}::text::date + ${daysLater}::int)::timestamp at time zone ${timezone}::text)`;
}

const skipReason: Readonly<Record<SuppressionKind, BlockedReason>> = {
  whatsapp: 'opted_out',
  marketing: 'unsubscribed',
  blacklist: 'blacklisted',
};

/**
 * Locks the contacts with these numbers and, where a number has none, holds off new ones: see
 * newcomers.ts. That comes first, since whoever makes contacts may be waiting for one of the rows.
 */
export async function lockPeople(
  trx: Trx,
  workspaceId: number,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const contacts = trx
    .selectFrom('contact')
    .select(['id', 'phone_key'])
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`phone_key = any(${keys}::text[])`)
    .orderBy('phone_key');
  const known = await contacts.execute();
  if (known.length < keys.length) await holdOffNewContacts(trx, workspaceId);
  const locked = await contacts.forUpdate().execute();
  return new Map(locked.map(({ phone_key, id }) => [phone_key, id]));
}

async function insertOpen(
  trx: Trx,
  people: readonly { phone: string; key: string }[],
  what: Omit<NewSuppression, 'phone' | 'key'>,
): Promise<Map<string, number>> {
  const { workspaceId, kind, source, reason = null, campaignId = null, at } = what;
  const { rows } = await sql<{ id: number; phone_key: string }>`
    insert into suppression (workspace_id, phone_key, phone, kind, source, reason, campaign_id, since)
    select ${workspaceId}::int, key, phone, ${kind}::text, ${source}::text, ${reason}::text,
      -- Whoever says no is heard, even when the campaign of the link is not one of ours.
      (select id from campaign where id = ${campaignId}::int and workspace_id = ${workspaceId}::int),
      ${at}::timestamptz
    from unnest(${keysOf(people)}::text[], ${people.map(({ phone }) => phone)}::text[]) as person(key, phone)
    order by key
    on conflict (workspace_id, phone_key, kind) where lifted_at is null do nothing
    returning id, phone_key`.execute(trx);
  return new Map(rows.map(({ phone_key, id }) => [phone_key, id]));
}

async function block(
  trx: Trx,
  contactIds: readonly number[],
  kind: SuppressionKind,
): Promise<void> {
  await sql`
    update contact set blocked = blocked | ${blockedBit[kind]}::smallint
    where id = any(${contactIds}::bigint[])`.execute(trx);
}

function keysOf(people: readonly { key: string }[]): string[] {
  return people.map(({ key }) => key);
}
