import { keyText } from './message-key.ts';
import { type KnownFact, move } from './move.ts';
import { type AcceptedFact, moveAccepted } from './move-accepted.ts';
import type { Database } from './tables.ts';

/**
 * Writes down what became of messages. The plain ones first, in one statement, and then whatever is
 * not; in two transactions, so that no row is locked out of order. May be repeated as a whole, as
 * what is written already changes nothing.
 */
export async function record(db: Database, facts: readonly KnownFact[]): Promise<void> {
  const { plain, others } = sortOut(facts);
  const moved = await moveInTransaction(db, plain);
  const left = moved === plain.length ? others : facts;
  if (left.length === 0) return;
  await db.transaction().execute((trx) => move(trx, left));
}

async function moveInTransaction(db: Database, plain: readonly AcceptedFact[]): Promise<number> {
  if (plain.length === 0) return 0;
  return db.transaction().execute((trx) => moveAccepted(trx, plain));
}

/** Plain is the only fact about its message, when it says yes; the facts of one workspace, as those of one batch mostly are. */
function sortOut(facts: readonly KnownFact[]) {
  const told = new Map<string, number>();
  for (const fact of facts) {
    const key = keyText(fact);
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  const workspaceId = facts[0]?.workspaceId;
  const isPlain = (known: KnownFact): known is AcceptedFact =>
    known.fact.kind === 'accepted' &&
    known.workspaceId === workspaceId &&
    told.get(keyText(known)) === 1;
  return { plain: facts.filter(isPlain), others: facts.filter((fact) => !isPlain(fact)) };
}
