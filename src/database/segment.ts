import { type RawBuilder, sql } from 'kysely';
import { optedOutTag, type Segment } from '../domain/segment.ts';
import { blockedBit } from '../domain/suppression.ts';

/** A condition on a contact, which the query around it calls `c`. */
export type ContactCondition = RawBuilder<boolean>;

const optOutMask = blockedBit.whatsapp | blockedBit.marketing;
const dayMs = 24 * 3_600_000;

/** Whether a contact belongs to a segment, days counted back from `at`; undefined where everybody does. */
export function matchesSegment(
  segment: Segment | null | undefined,
  workspaceId: number,
  at: Date,
): ContactCondition | undefined {
  if (!segment) return undefined;
  const { tags, exclude_tags, last_contact_days: days, has_whatsapp_history: history } = segment;
  const conditions = [
    ...(tags?.length ? [hasOneOf(tags)] : []),
    ...(exclude_tags?.length ? [sql<boolean>`not ${hasOneOf(exclude_tags)}`] : []),
    ...(days === undefined ? [] : [hasTalkedSince(new Date(at.getTime() - days * dayMs))]),
    ...(history === undefined
      ? []
      : [sql<boolean>`${hasHistory(workspaceId)} = ${sql.lit(history)}`]),
  ];
  return conditions.length === 0 ? undefined : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

function hasOneOf(tags: readonly string[]): ContactCondition {
  const isTagged = sql<boolean>`c.tags && ${tags}::text[]`;
  if (!tags.includes(optedOutTag)) return sql<boolean>`(${isTagged})`;
  return sql<boolean>`(${isTagged} or c.blocked & ${sql.lit(optOutMask)} <> 0)`;
}

/** Either of us has written by hand: what campaigns send is no conversation. */
function hasTalkedSince(since: Date): ContactCondition {
  return sql<boolean>`exists (select from inbound_message i where i.contact_id = c.id and i.at > ${since}::timestamptz)`;
}

/** A contact for that long, and silent. Whoever became one later has had no chance to be silent for so long. */
export function isInactiveSince(since: Date): ContactCondition {
  return sql<boolean>`(c.created_at <= ${since}::timestamptz and not ${hasTalkedSince(since)})`;
}

/**
 * They wrote, or were written to. Each campaign that ever started is asked by its key, as messages have
 * no index by contact: cheap for some hundred campaigns, and paid only where it is asked for.
 */
export function hasHistory(workspaceId: number): ContactCondition {
  const left = sql`x.state in ('unknown', 'accepted', 'sent', 'delivered', 'read')`;
  return sql<boolean>`(
    exists (select from inbound_message i where i.contact_id = c.id)
    or exists (select from message x where x.contact_id = c.id and x.purpose <> 'campaign' and ${left})
    or exists (select from campaign k join message x on x.workspace_id = k.workspace_id and x.campaign_id = k.id
        and x.recipient_key = c.id::text
      where k.workspace_id = ${workspaceId} and k.kind = 'campaign' and k.started_at is not null and ${left}))`;
}
