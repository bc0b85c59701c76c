import { sql } from 'kysely';
import { type IntentLevel, levelsFrom, readIntent } from '../domain/intent.ts';
import type { Found, Slice } from './search.ts';
import type { ContactCondition } from './segment.ts';
import { readIntentRules } from './settings.ts';
import type { Connection, Trx } from './tables.ts';

/** Notes that somebody wants something, where the words that they wrote say so. */
export async function noteIntent(
  trx: Trx,
  inbound: { id: number; workspaceId: number; text: string; at: Date },
): Promise<void> {
  if (inbound.text === '') return;
  const intent = readIntent(inbound.text, await readIntentRules(trx, inbound.workspaceId));
  if (!intent) return;
  await trx
    .insertInto('follow_up')
    .values({
      inbound_id: inbound.id,
      workspace_id: inbound.workspaceId,
      ...intent,
      at: inbound.at,
    })
    .execute();
}

export interface FollowUpFilter {
  since?: Date | undefined;
  /** This level and the stronger ones. */
  level?: IntentLevel | undefined;
}

export interface FollowUp {
  id: number;
  contact_id: number;
  phone: string;
  name: string | null;
  text: string;
  level: IntentLevel;
  phrase: string;
  campaign_id: number | null;
  at: Date;
}

/** The newest first. */
export async function findFollowUps(
  connection: Connection,
  workspaceId: number,
  { since, level }: FollowUpFilter,
  { limit, offset }: Slice,
): Promise<Found<FollowUp>> {
  let query = connection
    .selectFrom('follow_up as f')
    .innerJoin('inbound_message as i', 'i.id', 'f.inbound_id')
    .innerJoin('contact as c', 'c.id', 'i.contact_id')
    .where('f.workspace_id', '=', workspaceId);
  if (since) query = query.where('f.at', '>=', since);
  if (level) query = query.where('f.level', 'in', levelsFrom(level));
  const rows = await query
    .select(['i.id', 'i.contact_id', 'c.phone', 'c.name', 'i.text', 'f.level', 'f.phrase'])
    .select(['i.campaign_id', 'f.at'])
    .orderBy('f.at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** Whether a contact is to be followed up. */
export function wantsFollowUp({ since, level }: FollowUpFilter): ContactCondition {
  return sql<boolean>`exists (select from follow_up f join inbound_message i on i.id = f.inbound_id
    where i.contact_id = c.id and f.workspace_id = c.workspace_id
      ${since ? sql`and f.at >= ${since}::timestamptz` : sql``}
      ${level ? sql`and f.level = any(${levelsFrom(level)}::text[])` : sql``})`;
}
