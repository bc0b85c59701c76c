import { type Selectable, sql } from 'kysely';
import type { EventLane } from '../domain/event.ts';
import { laneNumber } from '../domain/event.ts';
import { notify } from './signals.ts';
import type { Database, Tables, Trx } from './tables.ts';

export type StoredEvent = Selectable<Tables['event']>;

export interface NewEvent {
  key: string;
  lane: EventLane;
  numberKey: string;
  payload: unknown;
}

/**
 * Writes down what a bridge posted, before it is answered. Repeats are dropped by their key,
 * within one post too; items of a number that is not ours are counted and not kept.
 */
export async function storeEvents(
  db: Database,
  bridge: string,
  events: readonly NewEvent[],
  receivedAt: Date,
): Promise<{ stored: number; unknownNumber: number }> {
  const senders = await findByNumber(db, bridge, events);
  const rows = events.flatMap((event) => {
    const sender = senders.get(event.numberKey);
    return sender ? [{ ...event, ...sender }] : [];
  });
  const stored = rows.length === 0 ? 0 : await insertAll(db, bridge, rows, receivedAt);
  return { stored, unknownNumber: events.length - rows.length };
}

interface NumberOfOurs {
  senderId: number;
  workspaceId: number;
}

async function findByNumber(
  db: Database,
  bridge: string,
  events: readonly NewEvent[],
): Promise<Map<string, NumberOfOurs>> {
  const keys = [...new Set(events.map(({ numberKey }) => numberKey))];
  if (keys.length === 0) return new Map();
  const senders = await db
    .selectFrom('sender')
    .select(['id', 'workspace_id', 'number_key'])
    .where('bridge', '=', bridge)
    .where('number_key', 'in', keys)
    .execute();
  return new Map(
    senders.map((s) => [s.number_key, { senderId: s.id, workspaceId: s.workspace_id }]),
  );
}

async function insertAll(
  db: Database,
  bridge: string,
  events: readonly (NewEvent & NumberOfOurs)[],
  receivedAt: Date,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const inserted = await trx
      .insertInto('event')
      .values(
        events.map((event) => ({
          workspace_id: event.workspaceId,
          sender_id: event.senderId,
          bridge,
          event_key: event.key,
          lane: laneNumber[event.lane],
          // Wrapped: a driver would store a bare string or number differently from an object.
          payload: { item: event.payload },
          next_try_at: receivedAt,
          received_at: receivedAt,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    if (inserted.length > 0) await notify(trx, { kind: 'events' });
    return inserted.length;
  });
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

/** Looks at it again later: a status may come before the message that it is about is recorded. */
export async function postponeEvent(
  trx: Trx,
  event: StoredEvent,
  state: 'new' | 'unmatched',
  nextTryAt: Date,
  note: string,
): Promise<void> {
  await trx
    .updateTable('event')
    .set({ state, tries: event.tries + 1, next_try_at: nextTryAt, note })
    .where('id', '=', event.id)
    .execute();
}
