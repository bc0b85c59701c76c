/** The queues of the inbox, the most urgent first: a STOP does not wait behind receipts. */
export const eventLanes = ['inbound', 'sender', 'status'] as const;
export type EventLane = (typeof eventLanes)[number];

export const laneNumber: Readonly<Record<EventLane, number>> = { inbound: 0, sender: 1, status: 2 };

/** Statuses are kept for so long in the hope of their message; delivery may be reported days later. */
const unmatchedForMs = 7 * 24 * 3_600_000;
const firstWaitMs = 1_000;
const waitMaxMs = 3_600_000;

/** When to look again for a message that a status names and nobody has recorded yet; undefined to give up. */
export function nextMatchAt(tries: number, receivedAt: Date, now: Date): Date | undefined {
  if (now.getTime() - receivedAt.getTime() > unmatchedForMs) return undefined;
  return new Date(now.getTime() + Math.min(firstWaitMs * 5 ** Math.min(tries, 10), waitMaxMs));
}
