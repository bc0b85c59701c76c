import { sql } from 'kysely';
import type { Neighbours } from '../domain/evidence.ts';
import type { MessageKey } from './message-key.ts';
import type { Database } from './tables.ts';

/** A campaign that has chosen to do something about messages of which nobody can tell whether they left. */
export interface DoubtfulCampaign {
  workspaceId: number;
  campaignId: number;
  policy: 'resend' | 'ask';
  askedAt: Date | null;
}

/** Campaigns with doubts that are older than `before` and not older than `after`. */
export async function findDoubtfulCampaigns(
  db: Database,
  { after, before }: { after: Date; before: Date },
): Promise<DoubtfulCampaign[]> {
  const rows = await db
    .selectFrom('campaign as c')
    .select(['c.id', 'c.workspace_id', 'c.unknown_policy', 'c.asked_at'])
    .where('c.unknown_policy', 'in', ['resend', 'ask'])
    .where('c.state', 'in', ['running', 'paused', 'completed'])
    .where('c.deleted_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('message as m')
          .select('m.recipient_key')
          .whereRef('m.campaign_id', '=', 'c.id')
          .where('m.state', '=', 'unknown')
          .where('m.settled_as', 'is', null)
          .where('m.ended_at', '<', before)
          .where('m.ended_at', '>', after),
      ),
    )
    .orderBy('c.id')
    .execute();
  return rows.map(({ id, workspace_id, unknown_policy, asked_at }) => ({
    workspaceId: workspace_id,
    campaignId: id,
    policy: unknown_policy === 'ask' ? 'ask' : 'resend',
    askedAt: asked_at,
  }));
}

export interface Doubt {
  key: MessageKey;
  senderId: number;
  endedAt: Date;
}

/** The doubts of a campaign within these times, the oldest first. */
export async function findDoubts(
  db: Database,
  { workspaceId, campaignId }: DoubtfulCampaign,
  { after, before }: { after: Date; before: Date },
  limit: number,
): Promise<Doubt[]> {
  const rows = await db
    .selectFrom('message')
    .select(['recipient_key', 'sender_id', 'ended_at'])
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'unknown')
    .where('settled_as', 'is', null)
    .where('ended_at', '<', before)
    .where('ended_at', '>', after)
    .orderBy('ended_at')
    .limit(limit)
    .execute();
  return rows.flatMap(({ recipient_key: recipientKey, sender_id, ended_at }) =>
    sender_id === null || ended_at === null
      ? []
      : [
          {
            key: { workspaceId, campaignId, recipientKey },
            senderId: sender_id,
            endedAt: ended_at,
          },
        ],
  );
}

const neighboursMax = 20;
const aroundMinutes = 60;

/**
 * Whom the same number handed the same campaign just before `from` and just after `to`. Reads the campaign's rows,
 * as messages have no index by time: it is asked for doubts alone, and those come in heaps.
 */
export async function findNeighbours(
  db: Database,
  { workspaceId, campaignId }: DoubtfulCampaign,
  senderId: number,
  { from, to }: { from: Date; to: Date },
): Promise<Neighbours> {
  const side = (within: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`
    select count(*)::integer as messages, (count(*) filter (where heard))::integer as heard from (
      select coalesce(m.sent_at, m.delivered_at, m.read_at) is not null or m.state = 'failed' as heard
      from message m where m.workspace_id = ${workspaceId} and m.campaign_id = ${campaignId}
        and m.sender_id = ${senderId} and ${within}
      order by m.accepted_at ${order} limit ${neighboursMax}) nearest`;
  const hour = sql`interval '1 minute' * ${aroundMinutes}`;
  const { rows } = await sql<{ messages: number; heard: number }>`
    ${side(sql`m.accepted_at between ${from}::timestamptz - ${hour} and ${from}::timestamptz`, sql`desc`)}
    union all
    ${side(sql`m.accepted_at between ${to}::timestamptz and ${to}::timestamptz + ${hour}`, sql`asc`)}`.execute(
    db,
  );
  const nobody = { messages: 0, heard: 0 };
  const [before = nobody, after = nobody] = rows;
  return { before, after };
}

/** Whether everything that a number's bridge has told since then is read and understood: else a receipt may be among it. */
export async function isInboxCurrent(
  db: Database,
  { workspaceId, senderId }: { workspaceId: number; senderId: number },
  since: Date,
): Promise<boolean> {
  const waiting = await db
    .selectFrom('event')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('sender_id', '=', senderId)
    .where('state', 'in', ['new', 'unmatched'])
    .where('received_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return waiting === undefined;
}

/** Operators were asked about everything that was in doubt until then. */
export async function saveAsked(db: Database, campaignId: number, at: Date): Promise<void> {
  await db.updateTable('campaign').set({ asked_at: at }).where('id', '=', campaignId).execute();
}
