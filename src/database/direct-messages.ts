import { type Selectable, sql } from 'kysely';
import type { Purpose } from '../domain/message.ts';
import type { OutboundContent } from '../domain/outbound.ts';
import { addCounts } from './counts.ts';
import { move } from './move.ts';
import { notify } from './signals.ts';
import type { Connection, Tables, Trx } from './tables.ts';

export type DirectMessage = Selectable<Tables['message']>;

export interface NewDirectMessage {
  workspaceId: number;
  /** Unique in the workspace: the same key again is the same message, and is sent once. */
  key: string;
  contactId: number;
  address: string;
  purpose: Exclude<Purpose, 'campaign'>;
  /** The words that a person reads; empty for a file without any. */
  body: string;
  /** Where it is more than its words. Without bytes: those would stay in the row for good. */
  content?: OutboundContent | undefined;
  archiveAfterSend?: boolean | undefined;
  senderId: number;
  dueAt: Date;
  /** For what somebody asked to be sent at a time: due then, and listed as scheduled. */
  isScheduled?: boolean | undefined;
}

/** Plans a reply, a confirmation or a single message; its id, or undefined when that key was planned before. */
export async function insertDirectMessage(
  trx: Trx,
  message: NewDirectMessage,
): Promise<number | undefined> {
  const campaignId = -message.workspaceId;
  const inserted = await trx
    .insertInto('message')
    .values({
      workspace_id: message.workspaceId,
      campaign_id: campaignId,
      recipient_key: message.key,
      contact_id: message.contactId,
      address: message.address,
      purpose: message.purpose,
      body: message.body,
      vars: {},
      content: message.content ?? null,
      archive_after_send: message.archiveAfterSend ?? null,
      sender_id: message.senderId,
      due_at: message.dueAt,
      scheduled_at: message.isScheduled ? message.dueAt : null,
      state: 'planned',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return undefined;
  const { workspaceId, senderId } = message;
  await addCounts(trx, [{ workspaceId, campaignId, senderId, state: 'planned', n: 1 }]);
  await notify(trx, { kind: 'work' });
  return inserted.id;
}

export function findDirectMessage(
  connection: Connection,
  workspaceId: number,
  id: number,
): Promise<DirectMessage | undefined> {
  // The index by id holds direct messages alone, and is found by its own condition.
  return directMessages(connection, workspaceId).where('id', '=', id).executeTakeFirst();
}

export function findDirectMessageByKey(
  connection: Connection,
  workspaceId: number,
  key: string,
): Promise<DirectMessage | undefined> {
  return directMessages(connection, workspaceId)
    .where('recipient_key', '=', key)
    .executeTakeFirst();
}

/**
 * Skips a message that is planned; false when it has left, or is leaving. Its number's lease is
 * held meanwhile: whoever opens a window holds it too, so the message is in a window that can be
 * seen, or will be found skipped.
 */
export async function cancelDirectMessage(
  trx: Trx,
  message: DirectMessage,
  at: Date,
): Promise<boolean> {
  await trx
    .selectFrom('sender_lease')
    .select('epoch')
    .where('sender_id', '=', message.sender_id)
    .forUpdate()
    .execute();
  const { workspace_id: workspaceId, campaign_id: campaignId } = message;
  const key = { workspaceId, campaignId, recipientKey: message.recipient_key };
  const moved = await move(trx, [{ ...key, fact: { kind: 'skipped', reason: 'cancelled', at } }]);
  return moved.length > 0;
}

/** The words of the latest message that somebody sent, and not a robot: a single one, or a campaign's text with its variables. */
export async function findLatestWords(
  connection: Connection,
  workspaceId: number,
  now: Date,
): Promise<{ text: string; isTemplate: boolean } | undefined> {
  const { rows } = await sql<{ text: string; is_template: boolean }>`
    (select body as text, false as is_template, ${handledAt} as at from message m
      where workspace_id = ${workspaceId} and purpose <> 'campaign' and purpose in ('single', 'answer')
        and body <> '' and state not in ('failed', 'skipped') and ${handledAt} <= ${now}
      order by ${handledAt} desc limit 1)
    union all
    (select message_text, true, started_at from campaign
      where workspace_id = ${workspaceId} and kind = 'campaign' and started_at <= ${now}
      order by started_at desc limit 1)
    order by at desc limit 1`.execute(connection);
  const row = rows[0];
  return row && { text: row.text, isTemplate: row.is_template };
}

/** When something happened to a message at first, or is to happen: what the index of the latest ones is sorted by. */
export const handledAt = sql<Date>`coalesce(m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.ended_at, m.due_at)`;

function directMessages(connection: Connection, workspaceId: number) {
  return connection
    .selectFrom('message')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', -workspaceId)
    .where('purpose', '<>', 'campaign');
}
