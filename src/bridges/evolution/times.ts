import { z } from 'zod';

/** A 64-bit number of seconds in two halves, as JSON shows what the library under Evolution counts with. */
const Long = z.object({ low: z.int(), high: z.int() });

/** No moment is written with fewer digits in milliseconds, or with as many in seconds. */
const millisecondsFrom = 10 ** 11;

/**
 * The moment that a message carries: seconds, or milliseconds in edits, as a number, as text or in
 * two halves. The `date_time` beside it is the server's local time with a Z, and is not asked.
 */
export function readMoment(value: unknown): Date | undefined {
  const count = countOf(value);
  if (count === undefined || count <= 0 || count >= 10 ** 14) return undefined;
  return new Date(count < millisecondsFrom ? count * 1_000 : count);
}

function countOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined;
  if (typeof value === 'string') return /^\d{1,14}$/.test(value) ? Number(value) : undefined;
  const halves = Long.safeParse(value).data;
  return halves && (halves.high >>> 0) * 2 ** 32 + (halves.low >>> 0);
}
