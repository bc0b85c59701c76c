import { type Selectable, sql } from 'kysely';
import type { CampaignState } from '../domain/campaign.ts';
import type { MessageState } from '../domain/message.ts';
import type { Found, Slice } from './search.ts';
import type { Connection, Tables } from './tables.ts';

export type LedgerRow = Selectable<Tables['message']> & { name: string | null };

/** The messages of a campaign in the order of their key, which is the one they are stored in. */
export async function findLedgerPage(
  connection: Connection,
  workspaceId: number,
  campaignId: number,
  state: MessageState | undefined,
  { limit, offset }: Slice,
): Promise<Found<LedgerRow>> {
  let query = connection
    .selectFrom('message')
    .where('message.workspace_id', '=', workspaceId)
    .where('campaign_id', '=', campaignId);
  if (state) query = query.where('state', '=', state);
  const rows = await query
    .leftJoin('contact', 'contact.id', 'message.contact_id')
    .selectAll('message')
    .select('contact.name')
    .orderBy('recipient_key')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** The messages after one of them, in the same order: however long the ledger is, each piece costs the same. */
export function findLedgerAfter(
  connection: Connection,
  workspaceId: number,
  campaignId: number,
  after: string,
  limit: number,
): Promise<LedgerRow[]> {
  return connection
    .selectFrom('message')
    .leftJoin('contact', 'contact.id', 'message.contact_id')
    .selectAll('message')
    .select('contact.name')
    .where('message.workspace_id', '=', workspaceId)
    .where('campaign_id', '=', campaignId)
    .where('recipient_key', '>', after)
    .orderBy('recipient_key')
    .limit(limit)
    .execute();
}

export function findStartedCampaigns(
  connection: Connection,
  workspaceId: number,
  from: Date,
  to: Date,
): Promise<{ id: number; name: string; state: CampaignState }[]> {
  return connection
    .selectFrom('campaign')
    .select(['id', 'name', 'state'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'campaign')
    .where('deleted_at', 'is', null)
    .where('started_at', '>=', from)
    .where('started_at', '<', to)
    .orderBy('id', 'desc')
    .execute();
}

export interface EndedReason {
  state: 'failed' | 'skipped' | 'unknown';
  reason: string;
  n: number;
}

/** Why messages ended without reaching anybody, or are in doubt. */
export async function findEndedReasons(
  connection: Connection,
  workspaceId: number,
  campaignIds: readonly number[],
): Promise<EndedReason[]> {
  if (campaignIds.length === 0) return [];
  const { rows } = await sql<EndedReason>`
    select state, coalesce(reason, 'other') as reason, count(*) as n from message
    where workspace_id = ${workspaceId} and campaign_id = any(${[...campaignIds]}::integer[])
      and state in ('failed', 'skipped', 'unknown')
    group by 1, 2`.execute(connection);
  return rows;
}

/** How many messages were handed over in each hour of the day, on the clocks of a zone. */
export async function findSendsByHour(
  connection: Connection,
  workspaceId: number,
  campaignIds: readonly number[],
  timezone: string,
): Promise<Map<number, number>> {
  if (campaignIds.length === 0) return new Map();
  const { rows } = await sql<{ hour: number; n: number }>`
    select extract(hour from accepted_at at time zone ${timezone}::text)::integer as hour, count(*) as n
    from message
    where workspace_id = ${workspaceId} and campaign_id = any(${[...campaignIds]}::integer[])
      and accepted_at is not null
    group by 1`.execute(connection);
  return new Map(rows.map(({ hour, n }) => [hour, n]));
}
