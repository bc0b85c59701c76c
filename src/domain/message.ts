/**
 * `dispatching` is no state of its own: it is `planned` with a row in `in_flight`, so that
 * opening and closing a window never writes the wide row.
 */
export const messageStates = [
  'planned',
  'unknown',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
] as const;
export type MessageState = (typeof messageStates)[number];

export type Purpose = 'campaign' | 'reply' | 'answer' | 'single' | 'consent';

/** Why something is not well, kept in the message's row: a class for programs, the bridge's code and words. */
export interface Failure {
  reason: string;
  code?: string | undefined;
  text?: string | undefined;
}

/**
 * What became known about one attempt at a message. Facts come late, twice and in any order;
 * `decide` lets only those through that move the message forward.
 */
export type Fact =
  | { kind: 'accepted'; attempt: number; providerId: string; at: Date }
  | { kind: Receipt; attempt?: number | undefined; providerId?: string | undefined; at: Date }
  | { kind: 'failed'; attempt?: number | undefined; failure: Failure; at: Date }
  /** A definite no that says "not now": the message is due again later, as a new attempt. */
  | { kind: 'deferred'; attempt: number; failure: Failure; dueAt: Date }
  /** Bytes may have left and nobody can say what became of them. */
  | {
      kind: 'unclear';
      attempt: number;
      failure: Failure;
      at: Date;
      /** The id that it bears if it left, where we chose it: a receipt with it settles the doubt. */
      providerId?: string | undefined;
    }
  /** Certainly no byte left: as if it had not been tried. */
  | { kind: 'not_written'; attempt: number }
  | { kind: 'skipped'; reason: string; at: Date }
  /** Not now, for a reason that is ours: due later, and no attempt was made. */
  | { kind: 'postponed'; dueAt: Date }
  /**
   * A doubtful message goes out once more under the same id, and WhatsApp drops it if it has it: the
   * same attempt. `since` is when the doubt began.
   */
  | { kind: 'repeated'; attempt: number; since: Date; dueAt: Date }
  /** Somebody decided that a failed or doubtful message is to be tried once more. */
  | { kind: 'retried'; dueAt: Date };

export type Receipt = 'sent' | 'delivered' | 'read';

/** Stands in a planned row that may have left before, and goes out again under the id that it bore then. */
export const repeatedReason = 'repeated';

/** What is dated in a message's row, once each. */
export type Stamp = 'accepted' | Receipt;

/** What `decide` looks at. */
export interface Standing {
  state: MessageState;
  attempt: number;
  inFlight: boolean;
  /** Planned once more under the id that it may have left with: see `repeated`. */
  isRepeated?: boolean;
  /** Which moments are known already; a repeated receipt writes nothing. */
  stamped: ReadonlySet<Stamp>;
}

/** What a fact does to a row. Absent columns stay as they are. */
export interface Change {
  state: MessageState;
  attempt: number;
  /** The attempt is over: its in_flight row goes. */
  lands: boolean;
  /** The attempt is kept in past_attempt, because another one follows it. */
  keepsAttempt: boolean;
  providerId?: string | undefined;
  failure?: Failure;
  dueAt?: Date;
  /** When the message failed, was skipped, or came to be in doubt. */
  endedAt?: Date;
  stamp?: { what: Stamp; at: Date };
}

/** The change that a fact makes, or undefined when it tells nothing new. */
export function decide(now: Standing, fact: Fact): Change | undefined {
  if (fact.kind === 'skipped') return decideSkipped(now, fact);
  if (fact.kind === 'retried') return decideRetried(now, fact.dueAt);
  if (fact.kind === 'postponed') return decidePostponed(now, fact.dueAt);

  const attempt = fact.attempt ?? now.attempt;
  if (attempt > now.attempt) return landOnly(now);
  const isOld = attempt < now.attempt;
  switch (fact.kind) {
    case 'accepted':
      return decideForward(now, 'accepted', attempt, fact);
    case 'sent':
    case 'delivered':
    case 'read':
      return decideForward(now, fact.kind, attempt, fact);
    case 'failed':
      return isOld ? undefined : decideFailed(now, fact.failure, fact.at);
    case 'deferred':
      return isOld ? undefined : decideDeferred(now, fact);
    case 'unclear':
      return isOld ? undefined : decideUnclear(now, fact);
    case 'repeated':
      return isOld ? undefined : decideRepeated(now, fact);
    case 'not_written':
      return isOld ? undefined : decideNotWritten(now);
  }
}

/** How far a message has come; receipts only ever raise it. */
const rank: Readonly<Record<MessageState, number>> = {
  planned: 0,
  unknown: 0,
  skipped: 0,
  accepted: 1,
  sent: 2,
  failed: 2,
  delivered: 3,
  read: 4,
};

function wasHandedOver(state: MessageState): boolean {
  return rank[state] > 0 && state !== 'failed';
}

/**
 * A yes beats planned, unknown and skipped: it is a fact, and those were only what we believed.
 * A late yes of an older attempt cancels the newer one that was planned meanwhile. "Delivered"
 * beats "failed", as a failure is final only when nobody saw the message arrive.
 */
function decideForward(
  now: Standing,
  state: Stamp,
  attempt: number,
  fact: { providerId?: string | undefined; at: Date },
): Change | undefined {
  const raises = rank[state] > rank[now.state];
  const lands = now.inFlight && attempt === now.attempt;
  const isNews = raises || lands || (wasHandedOver(now.state) && !now.stamped.has(state));
  if (!isNews || (now.state === 'failed' && !raises)) return landOnly({ ...now, inFlight: lands });
  return {
    state: raises ? state : now.state,
    attempt: raises ? attempt : now.attempt,
    lands,
    keepsAttempt: false,
    providerId: fact.providerId,
    stamp: { what: state, at: fact.at },
  };
}

function decideFailed(now: Standing, failure: Failure, at: Date): Change | undefined {
  const mayFail = now.state === 'planned' || now.state === 'unknown' || wasHandedOver(now.state);
  if (!mayFail || rank[now.state] > rank.failed) return landOnly(now);
  return { ...stay(now), state: 'failed', failure, endedAt: at };
}

/** Nobody has seen it yet, so that "not now" can still mean another attempt. */
const deferrable: ReadonlySet<MessageState> = new Set(['planned', 'unknown', 'accepted', 'sent']);

function decideDeferred(
  now: Standing,
  fact: { failure: Failure; dueAt: Date },
): Change | undefined {
  if (!deferrable.has(now.state)) return landOnly(now);
  const { failure, dueAt } = fact;
  const next = now.attempt + 1;
  return { ...stay(now), state: 'planned', attempt: next, keepsAttempt: true, failure, dueAt };
}

function decideUnclear(
  now: Standing,
  { failure, at, providerId }: { failure: Failure; at: Date; providerId?: string | undefined },
): Change | undefined {
  if (now.state !== 'planned') return landOnly(now);
  // Whoever recovers a number may have read the window of a message that was given back meanwhile.
  if (!now.inFlight && !now.isRepeated) return undefined;
  return { ...stay(now), state: 'unknown', failure, endedAt: at, providerId };
}

function decideRepeated(now: Standing, { since, dueAt }: { since: Date; dueAt: Date }) {
  if (now.state !== 'unknown' || now.inFlight) return undefined;
  const failure = { reason: repeatedReason };
  return { ...stay(now), state: 'planned', failure, endedAt: since, dueAt } as const;
}

function decideNotWritten(now: Standing): Change | undefined {
  if (now.state === 'unknown') return { ...stay(now), state: 'planned' };
  return landOnly(now);
}

/** Only what no window holds may be skipped; what is in flight tells its own end. */
function decideSkipped(now: Standing, fact: { reason: string; at: Date }): Change | undefined {
  if (now.state !== 'planned' || now.inFlight) return undefined;
  // What may have left before is not left out: it stays in doubt.
  const state = now.isRepeated ? 'unknown' : 'skipped';
  return { ...stay(now), state, failure: { reason: fact.reason }, endedAt: fact.at };
}

function decidePostponed(now: Standing, dueAt: Date): Change | undefined {
  return now.state === 'planned' && !now.inFlight ? { ...stay(now), dueAt } : undefined;
}

/** A person's decision: what failed or is in doubt begins a new attempt. */
function decideRetried(now: Standing, dueAt: Date): Change | undefined {
  if ((now.state !== 'failed' && now.state !== 'unknown') || now.inFlight) return undefined;
  return { ...stay(now), state: 'planned', attempt: now.attempt + 1, keepsAttempt: true, dueAt };
}

function landOnly(now: Standing): Change | undefined {
  return now.inFlight ? stay(now) : undefined;
}

function stay(now: Standing): Change {
  return { state: now.state, attempt: now.attempt, lands: now.inFlight, keepsAttempt: false };
}
