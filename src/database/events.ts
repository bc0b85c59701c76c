import { type Selectable, sql } from 'kysely';
import type { EventLane } from '../domain/event.ts';
import { laneNumber } from '../domain/event.ts';
import { prepared } from './prepared.ts';
import { wake } from './signals.ts';
import type { Database, Tables, Trx } from './tables.ts';

export type StoredEvent = Selectable<Tables['event']>;

export interface NewEvent {
  key: string;
  lane: EventLane;
  numberKey: string;
  payload: unknown;
  /** Kept as nobody's, and not read, when it names no number of ours; otherwise such a one is dropped. */
  keepStray?: true;
}

/** An event as the text of its row, so that nothing else of its post is kept while it waits. */
export function eventRow(bridge: string, event: NewEvent, receivedAt: Date): string {
  return JSON.stringify({
    bridge,
    number_key: event.numberKey,
    event_key: event.key,
    lane: laneNumber[event.lane],
    // Wrapped, as a payload may be a bare null, which no column would tell from none.
    payload: { item: event.payload },
    keep_stray: event.keepStray === true,
    received_at: receivedAt,
  });
}

/** Writes down at once what one bridge posted; webhooks share commits through an EventStore. */
export async function storeEvents(
  db: Database,
  bridge: string,
  events: readonly NewEvent[],
  receivedAt: Date,
): Promise<{ stored: number; unknownNumber: number }> {
  const rows = events.map((event) => eventRow(bridge, event, receivedAt));
  const { stored, unknown } = await insertEvents(db, rows);
  return { stored, unknownNumber: unknown.size };
}

/**
 * One statement is the transaction: it finds the numbers, so that one connected a moment ago is
 * known; drops repeats by their key, within the batch too; keeps the order; and wakes the inbox
 * once. The positions of what names no number of ours come back. One text holds all rows: a driver
 * takes twice as long over arrays.
 */
export async function insertEvents(
  db: Database,
  eventRows: readonly string[],
): Promise<{ stored: number; unknown: ReadonlySet<number> }> {
  if (eventRows.length === 0) return { stored: 0, unknown: new Set() };
  const { rows } = await sql<{ stored: number; unknown: number[] | null }>`${prepared}
    with posted as (
      select e.*, s.workspace_id, s.id as sender_id
      from rows from (jsonb_to_recordset(${`[${eventRows.join()}]`}::text::jsonb) as (
        bridge text, number_key text, event_key text, lane smallint, payload jsonb,
        keep_stray boolean, received_at timestamptz
      )) with ordinality e(bridge, number_key, event_key, lane, payload, keep_stray, received_at, position)
      left join sender s on s.bridge = e.bridge and s.number_key = e.number_key and s.deleted_at is null
    ), inserted as (
      insert into event (workspace_id, sender_id, bridge, event_key, lane, payload, state, next_try_at, received_at)
      select coalesce(workspace_id, 0), coalesce(sender_id, 0), bridge, event_key, lane, payload,
        case when sender_id is null then 'ignored' else 'new' end, received_at, received_at
      from posted where sender_id is not null or keep_stray order by position
      on conflict do nothing
      returning 1
    ), total as (select count(*)::integer as stored from inserted)
    select stored, (select array_agg((position - 1)::integer) from posted where sender_id is null) as unknown,
      case when stored > 0 then ${wake({ kind: 'events' })} end
    from total`.execute(db);
  const [row] = rows;
  return { stored: row?.stored ?? 0, unknown: new Set(row?.unknown) };
}

/** Waiting events of some lanes, locked, the most urgent lane first; another reader's are skipped. */
export function lockWaitingEvents(
  trx: Trx,
  lanes: readonly EventLane[],
  now: Date,
  limit: number,
): Promise<StoredEvent[]> {
  return trx
    .selectFrom('event')
    .selectAll()
    .where('state', 'in', ['new', 'unmatched'])
    .where(
      'lane',
      'in',
      lanes.map((lane) => laneNumber[lane]),
    )
    .where('next_try_at', '<=', now)
    .orderBy('lane')
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** What a bridge really posted. */
export function payloadOf(event: StoredEvent): unknown {
  const { payload } = event;
  return typeof payload === 'object' && payload !== null && 'item' in payload
    ? payload.item
    : undefined;
}

export async function closeEvents(
  trx: Trx,
  ids: readonly number[],
  state: 'done' | 'ignored' | 'faulty',
  note?: string,
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('event')
    .set({ state, ...(note === undefined ? {} : { note }) })
    .where(sql<boolean>`id = any(${[...ids]}::bigint[])`)
    .execute();
}

/** Looks at them again later: a status may come before the message that it is about is recorded. */
export async function postponeEvents(
  trx: Trx,
  waits: readonly { id: number; nextTryAt: Date }[],
  state: 'new' | 'unmatched',
  note: string,
): Promise<void> {
  if (waits.length === 0) return;
  await sql`
    update event e set state = ${state}, tries = e.tries + 1, next_try_at = u.next_try_at, note = ${note}
    from unnest(${waits.map(({ id }) => id)}::bigint[],
      ${waits.map(({ nextTryAt }) => nextTryAt.toISOString())}::timestamptz[]) u(id, next_try_at)
    where e.id = u.id`.execute(trx);
}
