import type { FailureClass } from './failure.ts';
import type { Fact } from './message.ts';

/** After so many definite "not now" answers, about an hour of them, a message has failed. */
export const attemptsMax = 8;

const backoffFirstMs = 5_000;
const backoffMaxMs = 15 * 60_000;

export interface Refused {
  class: FailureClass;
  code: string;
  text: string;
  retryAfterMs?: number | undefined;
}

/** What a definite no means for the message: over, due again later as a new attempt, or not tried at all. */
export function afterRefusal(refused: Refused, attempt: number, now: Date): Fact {
  // The number was refused and not the message: it is as if it had not been tried.
  if (stopsSender(refused.class) || refused.class === 'pause_new_chats') {
    return { kind: 'not_written', attempt };
  }
  const failure = { reason: refused.class, code: refused.code, text: refused.text };
  if (!isNotNow(refused.class) || attempt >= attemptsMax) {
    return { kind: 'failed', attempt, failure, at: now };
  }
  const waitMs = refused.retryAfterMs ?? backoffMs(attempt);
  return { kind: 'deferred', attempt, failure, dueAt: new Date(now.getTime() + waitMs) };
}

/** What a status says after the bridge had taken the message: "not now" is due again, as a new attempt; all else is over. */
export function afterLateFailure(
  refused: Refused,
  attempt: number | undefined,
  at: Date,
  now: Date,
): Fact {
  const failure = { reason: refused.class, code: refused.code, text: refused.text };
  if (attempt === undefined || !isNotNow(refused.class) || attempt >= attemptsMax) {
    return { kind: 'failed', attempt, failure, at };
  }
  return {
    kind: 'deferred',
    attempt,
    failure,
    dueAt: new Date(now.getTime() + backoffMs(attempt)),
  };
}

/** The reasons of failures that another attempt may overcome; the rest are the person's or the content's, and stay. */
export const retryableReasons = [
  'transient',
  'slow_down',
  'recipient_defer',
  'other',
] as const satisfies readonly FailureClass[];

/** Whether the failure is the number's, so that nothing more should leave from it. */
export function stopsSender(failure: FailureClass): boolean {
  return failure === 'stop_sender' || failure === 'pause_sender';
}

function isNotNow(failure: FailureClass): boolean {
  return failure === 'transient' || failure === 'slow_down' || failure === 'recipient_defer';
}

function backoffMs(attempt: number): number {
  return Math.min(backoffFirstMs * 4 ** (attempt - 1), backoffMaxMs);
}
