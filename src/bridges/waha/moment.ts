/** From here on a number means milliseconds; as seconds it would lie in the year 5138. */
const millisecondsFrom = 1e11;
const latestMs = Date.UTC(2100, 0);

/** A time as WAHA writes it: seconds in most places, milliseconds in some, and sometimes as text. */
export function readMoment(value: unknown): Date | undefined {
  const number = typeof value === 'string' && /^\d{1,13}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined;
  const ms = number < millisecondsFrom ? number * 1_000 : number;
  return ms < latestMs ? new Date(Math.floor(ms)) : undefined;
}
