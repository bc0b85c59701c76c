import { sql } from 'kysely';
import { move } from './move.ts';
import type { Trx } from './tables.ts';

export interface SecondTry {
  workspaceId: number;
  campaignId: number;
  state: 'failed' | 'unknown';
  /** Only messages that ended so; undefined for all of them. */
  reasons?: readonly string[] | undefined;
}

/** One page of a campaign's messages is planned again, as new attempts. Answers how many. */
export async function planAgain(
  trx: Trx,
  of: SecondTry,
  dueAt: Date,
  limit: number,
): Promise<number> {
  const keys = await findEnded(trx, of, limit);
  const moved = await move(
    trx,
    keys.map((recipientKey) => ({ ...of, recipientKey, fact: { kind: 'retried', dueAt } })),
  );
  return moved.length;
}

/** One page of doubts is written off as failed. */
export async function giveUp(trx: Trx, of: SecondTry, at: Date, limit: number): Promise<number> {
  const failure = { reason: 'given_up', text: 'An operator decided that it was not sent.' };
  const keys = await findEnded(trx, of, limit);
  const moved = await move(
    trx,
    keys.map((recipientKey) => ({ ...of, recipientKey, fact: { kind: 'failed', failure, at } })),
  );
  return moved.length;
}

/** One page of doubts is taken for sent: they stay in doubt, and are settled. */
export async function takeForSent(
  trx: Trx,
  of: SecondTry,
  at: Date,
  limit: number,
): Promise<number> {
  const keys = await findEnded(trx, of, limit);
  await trx
    .updateTable('message')
    .set({ settled_as: 'assumed', settled_at: at })
    .where('workspace_id', '=', of.workspaceId)
    .where('campaign_id', '=', of.campaignId)
    .where(sql<boolean>`recipient_key = any(${keys}::text[])`)
    .where('state', '=', 'unknown')
    .execute();
  return keys.length;
}

async function findEnded(trx: Trx, of: SecondTry, limit: number): Promise<string[]> {
  let query = trx
    .selectFrom('message')
    .select('recipient_key')
    .where('workspace_id', '=', of.workspaceId)
    .where('campaign_id', '=', of.campaignId)
    .where('state', '=', of.state)
    .where('settled_as', 'is', null);
  if (of.reasons) query = query.where('reason', 'in', of.reasons);
  const rows = await query.orderBy('recipient_key').limit(limit).execute();
  return rows.map(({ recipient_key }) => recipient_key);
}
