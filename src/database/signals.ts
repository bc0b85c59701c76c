import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './tables.ts';

/** The channel on which processes wake each other. What is said there is a hint; the tables are the truth. */
export const signalChannel = 'herald';

export type Signal =
  /** Nothing more may go to this person: the owner of a number drops them from what it holds. */
  | { kind: 'stop'; contactId: number }
  /** A campaign was started, paused, resumed, cancelled or changed. */
  | { kind: 'campaign'; campaignId: number; state: string }
  /** There is something to send, or an event to read. */
  | { kind: 'work' }
  | { kind: 'events' };

/** Heard by everyone who listens, when the transaction commits. */
export async function notify(trx: Trx, signal: Signal): Promise<void> {
  await sql`select ${wake(signal)}`.execute(trx);
}

/** The same as a part of a statement that has more to do. */
export function wake(signal: Signal): RawBuilder<unknown> {
  return sql`pg_notify(${signalChannel}, ${JSON.stringify(signal)})`;
}

export function notifyStop(trx: Trx, contactId: number): Promise<void> {
  return notify(trx, { kind: 'stop', contactId });
}

export function readSignal(payload: string): Signal {
  return JSON.parse(payload) as Signal;
}
