import { sql } from 'kysely';
import { addCounts } from './counts.ts';
import type { MessageKey } from './message-key.ts';
import type { Connection, Trx } from './tables.ts';

export interface NewInbound {
  workspaceId: number;
  senderId: number;
  contactId: number;
  providerId: string;
  text: string;
  campaignId: number | undefined;
  consent: 'stop' | 'start' | undefined;
  at: Date;
  receivedAt: Date;
  /** Written at our own phone, by a person. */
  fromUs?: boolean;
}

/** The new row's id, or undefined when this message was read before. */
export async function insertInbound(trx: Trx, inbound: NewInbound): Promise<number | undefined> {
  const row = await trx
    .insertInto('inbound_message')
    .values({
      workspace_id: inbound.workspaceId,
      sender_id: inbound.senderId,
      contact_id: inbound.contactId,
      provider_id: inbound.providerId,
      text: inbound.text,
      campaign_id: inbound.campaignId ?? null,
      consent: inbound.consent ?? null,
      at: inbound.at,
      received_at: inbound.receivedAt,
      from_us: inbound.fromUs ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Answers later than this are not counted for a campaign. */
const answersWithinDays = 30;

/**
 * The campaign message that somebody answers: the one they quoted, else the latest that reached
 * them. Asks each recent campaign by its key, so that messages need no index by contact.
 */
export async function findAnswered(
  db: Connection,
  who: { workspaceId: number; senderId: number; contactId: number; replyTo?: string | undefined },
  now: Date,
): Promise<MessageKey | undefined> {
  const { workspaceId, senderId, contactId, replyTo } = who;
  const quoted =
    replyTo && (await findByProviderId(db, workspaceId, senderId, [replyTo])).get(replyTo);
  if (quoted && quoted.campaignId > 0) return quoted;

  const { rows } = await sql<{ campaign_id: number }>`
    select m.campaign_id from campaign c join message m on
      m.workspace_id = c.workspace_id and m.campaign_id = c.id and m.recipient_key = ${String(contactId)}
    where c.workspace_id = ${workspaceId} and c.kind = 'campaign'
      and c.started_at > ${now}::timestamptz - make_interval(days => ${answersWithinDays}::integer)
      and m.state in ('unknown', 'accepted', 'sent', 'delivered', 'read')
    order by coalesce(m.accepted_at, m.ended_at) desc nulls last limit 1`.execute(db);
  const campaignId = rows[0]?.campaign_id;
  return campaignId === undefined
    ? undefined
    : { workspaceId, campaignId, recipientKey: String(contactId) };
}

/** Notes the first answer to a message; a second one changes nothing. */
export async function markReplied(trx: Trx, key: MessageKey, at: Date): Promise<void> {
  const marked = await trx
    .updateTable('message')
    .set({ replied_at: at })
    .where('workspace_id', '=', key.workspaceId)
    .where('campaign_id', '=', key.campaignId)
    .where('recipient_key', '=', key.recipientKey)
    .where('replied_at', 'is', null)
    .returning('sender_id')
    .executeTakeFirst();
  if (!marked) return;
  const { workspaceId, campaignId } = key;
  const senderId = marked.sender_id ?? 0;
  await addCounts(trx, [{ workspaceId, campaignId, senderId, state: 'replied', n: 1 }]);
}

export async function findByProviderId(
  db: Connection,
  workspaceId: number,
  senderId: number,
  providerIds: readonly string[],
): Promise<Map<string, MessageKey & { attempt?: number }>> {
  if (providerIds.length === 0) return new Map();
  const { rows } = await sql<{
    provider_id: string;
    campaign_id: number;
    recipient_key: string;
    attempt: number;
  }>`
    select provider_id, campaign_id, recipient_key, attempt from message
    where workspace_id = ${workspaceId} and sender_id = ${senderId} and provider_id = any(${[...providerIds]}::text[])
    union all
    select provider_id, campaign_id, recipient_key, attempt from past_attempt
    where workspace_id = ${workspaceId} and sender_id = ${senderId} and provider_id = any(${[...providerIds]}::text[])
    `.execute(db);
  return new Map(
    rows.map((row) => [
      row.provider_id,
      {
        workspaceId,
        campaignId: row.campaign_id,
        recipientKey: row.recipient_key,
        attempt: row.attempt,
      },
    ]),
  );
}

/** Whether a person of ours has written to somebody from the phone since a moment: then no robot interrupts. */
export async function hasTakenOver(
  db: Connection,
  contactId: number,
  since: Date,
): Promise<boolean> {
  const found = await db
    .selectFrom('inbound_message')
    .select('id')
    .where('contact_id', '=', contactId)
    .where('from_us', '=', true)
    .where('at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Whether a number is one of this house's own: two robots must not talk to each other. */
export async function isOwnNumber(db: Connection, phone: string): Promise<boolean> {
  const found = await db
    .selectFrom('sender')
    .select('id')
    .where('phone', '=', phone)
    .executeTakeFirst();
  return found !== undefined;
}

/** How many automatic answers a person got since a moment. */
export async function countReplies(
  db: Connection,
  workspaceId: number,
  contactId: number,
  since: Date,
): Promise<number> {
  const { n } = await db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', -workspaceId)
    .where('contact_id', '=', contactId)
    .where('purpose', '=', 'reply')
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
  return n;
}
