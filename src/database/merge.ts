import { sql } from 'kysely';
import { openBits } from './blocked.ts';
import type { Contact } from './contacts.ts';
import { addCounts } from './counts.ts';
import { move } from './move.ts';
import { copySuppressions } from './suppressions.ts';
import type { Trx } from './tables.ts';

/**
 * Two contacts turn out to be one person: `other`, of whom no phone is known, becomes part of `keep`.
 * Nobody hears a campaign twice by it: where both have a row only one is sent, and where `keep` has
 * none yet it gets one that says so. Both rows are held by the caller.
 */
export async function absorbContact(
  trx: Trx,
  keep: Contact,
  other: Contact,
  at: Date,
): Promise<void> {
  await copySuppressions(trx, keep.workspace_id, other.phone_key, {
    key: keep.phone_key,
    phone: keep.phone,
  });
  await moveMemberships(trx, keep, other);
  await trx
    .updateTable('inbound_message')
    .set({ contact_id: keep.id })
    .where('contact_id', '=', other.id)
    .execute();
  await oneMessageEach(trx, keep, other, at);
  await trx.deleteFrom('contact').where('id', '=', other.id).execute();
  await trx
    .updateTable('contact')
    .set({ blocked: openBits(keep.workspace_id, sql`${keep.phone_key}`) })
    .where('id', '=', keep.id)
    .execute();
}

async function moveMemberships(trx: Trx, keep: Contact, other: Contact): Promise<void> {
  await sql`
    insert into contact_list_member (workspace_id, list_id, contact_id)
    select workspace_id, list_id, ${keep.id}::bigint from contact_list_member where contact_id = ${other.id}
    on conflict do nothing`.execute(trx);
}

interface Rows {
  campaign_id: number;
  others: string;
  kept: string | null;
}

async function oneMessageEach(trx: Trx, keep: Contact, other: Contact, at: Date): Promise<void> {
  const workspaceId = keep.workspace_id;
  const { rows } = await sql<Rows>`
    select o.campaign_id, o.state as others, k.state as kept
    from campaign c join message o on o.workspace_id = c.workspace_id and o.campaign_id = c.id
        and o.recipient_key = ${String(other.id)}
      left join message k on k.workspace_id = c.workspace_id and k.campaign_id = c.id
        and k.recipient_key = ${String(keep.id)}
    where c.workspace_id = ${workspaceId} and c.kind = 'campaign'
    order by o.campaign_id`.execute(trx);
  const fact = { kind: 'skipped', reason: 'same_person', at } as const;
  const skipped = rows.flatMap(({ campaign_id: campaignId, others, kept }) => {
    const key = { workspaceId, campaignId, fact };
    if (others === 'planned' && kept !== null) return [{ ...key, recipientKey: String(other.id) }];
    const isHandedOver = others !== 'failed' && others !== 'skipped';
    return kept === 'planned' && isHandedOver ? [{ ...key, recipientKey: String(keep.id) }] : [];
  });
  await move(trx, skipped);
  for (const { campaign_id, kept } of rows) {
    if (kept === null) await standIn(trx, keep, campaign_id, at);
  }
  await sql`
    update message set contact_id = ${keep.id} where workspace_id = ${workspaceId} and contact_id = ${other.id}
      and (purpose <> 'campaign' or campaign_id = any(${rows.map((row) => row.campaign_id)}::integer[])
        and recipient_key = ${String(other.id)})`.execute(trx);
}

/** The campaign has this person already, under the other name: a planner that comes later finds the row. */
async function standIn(trx: Trx, keep: Contact, campaignId: number, at: Date): Promise<void> {
  const { rows } = await sql`
    insert into message (workspace_id, campaign_id, recipient_key, contact_id, address, due_at, state, reason, ended_at)
    values (${keep.workspace_id}, ${campaignId}, ${String(keep.id)}, ${keep.id}, ${keep.phone}, ${at}::timestamptz,
      'skipped', 'same_person', ${at}::timestamptz)
    on conflict do nothing returning 1`.execute(trx);
  const counted = { workspaceId: keep.workspace_id, campaignId, senderId: 0 };
  await addCounts(trx, [{ ...counted, state: 'skipped', n: rows.length }]);
}
