import { sql } from 'kysely';
import type { Purpose } from '../domain/message.ts';
import { type BlockedReason, blockedMask } from '../domain/suppression.ts';
import type { MessageKey } from './message-key.ts';
import { move } from './move.ts';
import type { Trx } from './tables.ts';

/**
 * Skips what is planned for these people, in every campaign that may still send, as far as the
 * suppression `reason` stops it. What a window holds already tells its own end.
 */
export async function skipPlannedOf(
  trx: Trx,
  workspaceId: number,
  contactIds: readonly number[],
  reason: BlockedReason,
  at: Date,
): Promise<void> {
  const stopped = purposesStoppedBy(reason);
  const { rows } = await sql<{ campaign_id: number; recipient_key: string }>`
    select m.campaign_id, m.recipient_key from campaign c join message m on
      m.workspace_id = c.workspace_id and m.campaign_id = c.id and m.recipient_key = any(${contactIds.map(String)}::text[])
    where c.workspace_id = ${workspaceId} and c.kind = 'campaign'
      and c.state in ('running', 'paused', 'cancelled') and m.state = 'planned'
    union all
    select m.campaign_id, m.recipient_key from message m
    where m.workspace_id = ${workspaceId} and m.campaign_id = ${-workspaceId} and m.contact_id = any(${[...contactIds]}::bigint[])
      and m.state = 'planned' and m.purpose <> 'campaign' and m.purpose = any(${stopped}::text[])`.execute(
    trx,
  );
  await move(
    trx,
    rows.map((row) => ({
      workspaceId,
      campaignId: row.campaign_id,
      recipientKey: row.recipient_key,
      fact: { kind: 'skipped', reason, at },
    })),
  );
}

/** Whom a message is for; undefined when the contact is gone. */
export async function findPerson(
  trx: Trx,
  { workspaceId, campaignId, recipientKey }: MessageKey,
): Promise<{ phone: string; key: string } | undefined> {
  return trx
    .selectFrom('message as m')
    .innerJoin('contact as c', 'c.id', 'm.contact_id')
    .select(['c.phone', 'c.phone_key as key'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.campaign_id', '=', campaignId)
    .where('m.recipient_key', '=', recipientKey)
    .executeTakeFirst();
}

function purposesStoppedBy(reason: BlockedReason): Purpose[] {
  const bit = { opted_out: 1, unsubscribed: 2, blacklisted: 4 }[reason];
  const all = Object.entries(blockedMask) as [Purpose, number][];
  return all.filter(([, mask]) => (mask & bit) !== 0).map(([purpose]) => purpose);
}
