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

/** Plain is a yes that is the only fact about its message; all of one workspace, as a batch mostly is. */
function sortOut(facts: readonly KnownFact[]) {
  const repeated = repeatedKeys(facts);
  const workspaceId = facts[0]?.workspaceId;
  const plain: AcceptedFact[] = [];
  const others: KnownFact[] = [];
  for (const known of facts) {
    const isPlain = isAccepted(known) && known.workspaceId === workspaceId;
    if (isPlain && (repeated.size === 0 || !repeated.has(keyText(known)))) plain.push(known);
    else others.push(known);
  }
  return { plain, others };
}

function isAccepted(known: KnownFact): known is AcceptedFact {
  return known.fact.kind === 'accepted';
}

function repeatedKeys(facts: readonly KnownFact[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const known of facts) {
    const key = keyText(known);
    if (seen.has(key)) repeated.add(key);
    else seen.add(key);
  }
  return repeated;
}
