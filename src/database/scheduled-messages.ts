import { sql } from 'kysely';
import type { MessageState } from '../domain/message.ts';
import type { DirectMessage } from './direct-messages.ts';
import type { Found, Slice } from './search.ts';
import type { Connection } from './tables.ts';

/** What became of a message that was to be sent at a time. */
export const scheduledStatuses = ['pending', 'sent', 'cancelled', 'failed', 'unknown'] as const;
export type ScheduledStatus = (typeof scheduledStatuses)[number];

export type ScheduledMessage = DirectMessage & { name: string | null; session: string | null };

export interface ScheduledFilter {
  status?: ScheduledStatus | undefined;
  /** From this moment on, and before that one. */
  from?: Date | undefined;
  to?: Date | undefined;
}

/** What waits comes in the order in which it is due, everything else with the newest first. */
export async function findScheduledPage(
  connection: Connection,
  workspaceId: number,
  { status, from, to }: ScheduledFilter,
  { limit, offset }: Slice,
): Promise<Found<ScheduledMessage>> {
  let query = connection
    .selectFrom('message as m')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.scheduled_at', 'is not', null);
  if (status) query = query.where('m.state', 'in', statesOf[status]);
  if (status === 'cancelled') query = query.where('m.reason', '=', 'cancelled');
  if (status === 'failed') query = query.where(sql<boolean>`m.reason is distinct from 'cancelled'`);
  if (from) query = query.where('m.scheduled_at', '>=', from);
  if (to) query = query.where('m.scheduled_at', '<', to);

  const direction = status === 'pending' ? 'asc' : 'desc';
  const rows = await query
    .leftJoin('contact as c', 'c.id', 'm.contact_id')
    .leftJoin('sender as s', 's.id', 'm.sender_id')
    .selectAll('m')
    .select(['c.name', 's.label as session'])
    .orderBy('m.scheduled_at', direction)
    .orderBy('m.id', direction)
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

export function scheduledStatus({
  state,
  reason,
}: Pick<DirectMessage, 'state' | 'reason'>): ScheduledStatus {
  if (state === 'skipped') return reason === 'cancelled' ? 'cancelled' : 'failed';
  return scheduledStatuses.find((status) => statesOf[status].includes(state)) ?? 'failed';
}

/** Cancelled and failed share a state: what somebody cancelled is skipped, and so is who has opted out by then. */
const statesOf: Readonly<Record<ScheduledStatus, readonly MessageState[]>> = {
  pending: ['planned'],
  sent: ['accepted', 'sent', 'delivered', 'read'],
  cancelled: ['skipped'],
  failed: ['failed', 'skipped'],
  unknown: ['unknown'],
};
