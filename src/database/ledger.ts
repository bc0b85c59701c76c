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

/** Why messages ended without reaching anybody, or are in doubt. */
export async function findEndedReasons(
  connection: Connection,
  workspaceId: number,
  campaignIds: readonly number[],
): Promise<Record<string, number>> {
  if (campaignIds.length === 0) return {};
  const rows = await connection
    .selectFrom('message')
    .select(['reason', ({ fn }) => fn.countAll<number>().as('n')])
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`campaign_id = any(${[...campaignIds]}::integer[])`)
    .where('state', 'in', ['failed', 'skipped', 'unknown'])
    .groupBy('reason')
    .execute();
  return Object.fromEntries(rows.map(({ reason, n }) => [reason ?? 'other', n]));
}
