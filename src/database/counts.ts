import { sql } from 'kysely';
import type { MessageState } from '../domain/message.ts';
import type { Connection, Trx } from './tables.ts';

/** `replied` is no state: a person who answered stays counted as read or delivered too. */
export type Counted = MessageState | 'replied';

export interface CountDelta {
  workspaceId: number;
  campaignId: number;
  /** 0 while no sender is fixed. */
  senderId: number;
  state: Counted;
  n: number;
}

/** Adds to a campaign's counts, in one order, so that two batches never wait for each other. */
export async function addCounts(trx: Trx, deltas: readonly CountDelta[]): Promise<void> {
  const sums = new Map<string, CountDelta>();
  for (const delta of deltas) {
    const key = JSON.stringify([delta.workspaceId, delta.campaignId, delta.senderId, delta.state]);
    const sum = sums.get(key);
    if (sum) sum.n += delta.n;
    else sums.set(key, { ...delta });
  }
  const rows = [...sums.entries()]
    .filter(([, { n }]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, delta]) => ({
      workspace_id: delta.workspaceId,
      campaign_id: delta.campaignId,
      sender_id: delta.senderId,
      state: delta.state,
      n: delta.n,
    }));
  if (rows.length === 0) return;
  await trx
    .insertInto('campaign_count')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'campaign_id', 'sender_id', 'state'])
        .doUpdateSet({ n: sql`campaign_count.n + excluded.n` }),
    )
    .execute();
}

export type RawCounts = Partial<Record<Counted, number>>;

/** The counts of several campaigns by their ids. */
export async function readCounts(
  db: Connection,
  workspaceId: number,
  campaignIds: readonly number[],
): Promise<Map<number, RawCounts>> {
  const counts = new Map<number, RawCounts>(campaignIds.map((id) => [id, {}]));
  if (campaignIds.length === 0) return counts;
  const rows = await db
    .selectFrom('campaign_count')
    .select(['campaign_id', 'state', sql<number>`sum(n)::bigint`.as('n')])
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', 'in', [...campaignIds])
    .groupBy(['campaign_id', 'state'])
    .execute();
  for (const { campaign_id, state, n } of rows) {
    const of = counts.get(campaign_id);
    if (of) of[state as Counted] = n;
  }
  return counts;
}
