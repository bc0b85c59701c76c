import { sql } from 'kysely';
import type { Fact } from '../domain/message.ts';
import { addCounts, type CountDelta } from './counts.ts';
import type { MessageKey } from './message-key.ts';
import { preferIndexes } from './prefer-indexes.ts';
import type { Trx } from './tables.ts';

export interface AcceptedFact extends MessageKey {
  fact: Extract<Fact, { kind: 'accepted' }>;
}

/**
 * What `move` does with the facts that nearly all are, in one statement: a planned message was
 * accepted at its present attempt. Everything else is left to `move`, which has to be told the same
 * facts when this answers fewer than there were: what this has moved, it leaves alone.
 *
 * Of one workspace, each message once. Rows are locked in the order that `move` keeps.
 */
export async function moveAccepted(trx: Trx, facts: readonly AcceptedFact[]): Promise<number> {
  const [first] = facts;
  if (!first) return 0;
  await preferIndexes(trx);
  const { rows } = await saveAccepted(trx, first.workspaceId, [...facts].sort(byKey));
  await addCounts(
    trx,
    rows.flatMap((row) => countDeltas(first.workspaceId, row)),
  );
  return rows.reduce((sum, { n }) => sum + n, 0);
}

interface SavedRow {
  campaign_id: number;
  sender_id: number | null;
  n: number;
}

function saveAccepted(trx: Trx, workspaceId: number, facts: readonly AcceptedFact[]) {
  return sql<SavedRow>`
    with saved as (
      update message m set state = 'accepted', provider_id = u.provider_id,
        accepted_at = coalesce(m.accepted_at, u.at::timestamptz),
        reason = null, error_code = null, error_text = null, ended_at = null
      from unnest(
        ${facts.map(({ campaignId }) => campaignId)}::integer[], ${facts.map(({ recipientKey }) => recipientKey)}::text[],
        ${facts.map(({ fact }) => fact.attempt)}::smallint[], ${facts.map(({ fact }) => fact.providerId)}::text[],
        ${facts.map(({ fact }) => fact.at.toISOString())}::text[]
      ) u(campaign_id, recipient_key, attempt, provider_id, at)
      where m.workspace_id = ${workspaceId} and m.campaign_id = u.campaign_id and m.recipient_key = u.recipient_key
        and m.state = 'planned' and m.attempt = u.attempt
      returning m.campaign_id, m.recipient_key, m.attempt, m.sender_id
    ), landed as (
      delete from in_flight f using saved s
      where f.workspace_id = ${workspaceId} and f.campaign_id = s.campaign_id and f.recipient_key = s.recipient_key
    )
    select campaign_id, sender_id, count(*)::integer as n from saved group by campaign_id, sender_id`.execute(
    trx,
  );
}

function countDeltas(workspaceId: number, { campaign_id, sender_id, n }: SavedRow): CountDelta[] {
  const of = { workspaceId, campaignId: campaign_id, senderId: sender_id ?? 0 };
  return [
    { ...of, state: 'planned', n: -n },
    { ...of, state: 'accepted', n },
  ];
}

function byKey(a: MessageKey, b: MessageKey): number {
  if (a.campaignId !== b.campaignId) return a.campaignId - b.campaignId;
  return a.recipientKey < b.recipientKey ? -1 : 1;
}
