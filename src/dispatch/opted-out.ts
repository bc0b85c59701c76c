import { findPerson } from '../database/messages.ts';
import type { KnownFact } from '../database/move.ts';
import { openSuppression } from '../database/suppressions.ts';
import type { Trx } from '../database/tables.ts';
import type { FailureClass } from '../domain/failure.ts';

const optedOut: FailureClass = 'recipient_opted_out';

/** Whether one of these facts says that a person wants no marketing of this business any more. */
export function holdsRefusal(facts: readonly KnownFact[]): boolean {
  return facts.some(isRefusal);
}

/** Whoever has told WhatsApp that they want no marketing is not tried again by any campaign. */
export async function obeyRefusals(trx: Trx, facts: readonly KnownFact[]): Promise<void> {
  for (const known of facts) {
    if (!isRefusal(known) || known.fact.kind !== 'failed') continue;
    const person = await findPerson(trx, known);
    if (!person) continue;
    const { workspaceId, campaignId } = known;
    await openSuppression(trx, {
      workspaceId,
      ...person,
      kind: 'marketing',
      source: 'bridge',
      ...(campaignId > 0 && { campaignId }),
      at: known.fact.at,
    });
  }
}

function isRefusal({ fact }: KnownFact): boolean {
  return fact.kind === 'failed' && fact.failure.reason === optedOut;
}
