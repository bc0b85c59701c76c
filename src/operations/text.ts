import { z } from 'zod';

/** Text that the database can hold: it knows neither NUL nor half of a surrogate pair. */
export function text(charsMax: number) {
  return z.string().max(charsMax).refine(isStorable, 'has characters that are no text');
}

/** Text that says something, without the space around it. */
export function line(charsMax: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(charsMax)
    .refine(isStorable, 'has characters that are no text');
}

/** Part of a name or a number, as somebody types it into a search box. */
export const Search = line(100);

/** Read with `readPhone`, which refuses it with the form that it should have. */
export const Phone = text(60).describe('With + and country code, like +34600000001.');

/** A moment in an answer. */
export const IsoTime = z.iso.datetime().describe('UTC, like 2026-03-01T10:00:00.000Z.');

/** A calendar day that a caller gives. */
export const Day = z.iso.date();

function isStorable(value: string): boolean {
  return !/[\0\p{Cs}]/u.test(value);
}
