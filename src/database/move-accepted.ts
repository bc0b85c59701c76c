import type { Fact } from '../domain/message.ts';
import { addCounts, type CountDelta } from './counts.ts';
import type { MessageKey } from './message-key.ts';
import { type SavedAccepted, saveAccepted } from './move-save.ts';
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
  const saved = await saveAccepted(trx, first.workspaceId, [...facts].sort(byKey));
  await addCounts(
    trx,
    saved.flatMap((row) => countDeltas(first.workspaceId, row)),
  );
  return saved.reduce((sum, { n }) => sum + n, 0);
}

function countDeltas(
  workspaceId: number,
  { campaign_id, sender_id, n }: SavedAccepted,
): CountDelta[] {
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
