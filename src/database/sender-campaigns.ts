import { sql } from 'kysely';
import { type Campaign, saveCampaign } from './campaigns.ts';
import type { Trx } from './tables.ts';

const open = ['pending_approval', 'draft', 'scheduled', 'running', 'paused'] as const;

/** Campaigns that are not over and name a number, locked. */
export function lockCampaignsOf(
  trx: Trx,
  workspaceId: number,
  senderId: number,
): Promise<Campaign[]> {
  return trx
    .selectFrom('campaign')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'campaign')
    .where('deleted_at', 'is', null)
    .where('state', 'in', open)
    .where(sql<boolean>`${senderId}::integer = any(session_ids)`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/**
 * A campaign goes on without a number. Before its start the number just leaves it. Afterwards it
 * stays named, as its rows still are: the engine takes them from a number that is not connected,
 * and gives them to the others.
 */
export async function replaceSender(
  trx: Trx,
  campaign: Campaign,
  senderId: number,
  heirId: number | undefined,
): Promise<void> {
  const kept = isStarted(campaign)
    ? campaign.session_ids
    : campaign.session_ids.filter((id) => id !== senderId);
  const heirs = heirId === undefined || kept.includes(heirId) ? [] : [heirId];
  await saveCampaign(trx, campaign, { session_ids: [...kept, ...heirs] });
}

export function isStarted({ state }: Campaign): boolean {
  return state === 'running' || state === 'paused';
}
