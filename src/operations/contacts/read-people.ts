import { readPhone } from '../../domain/phone.ts';
import { Refusal } from '../../errors.ts';

export interface ReadPeople<Entry> {
  /** Each person once, with the entry that named them first. */
  people: { phone: string; key: string; entry: Entry }[];
  /** How many entries named a person that an earlier one had named, in whichever spelling. */
  duplicates: number;
  invalid: { index: number; phone: string; reason: string }[];
}

/** Reads many numbers: one that is none stops no other. */
export function readPeople<Entry extends { phone: string }>(
  entries: readonly Entry[],
  defaultCountry?: string,
): ReadPeople<Entry> {
  const people = new Map<string, { phone: string; key: string; entry: Entry }>();
  const invalid: ReadPeople<Entry>['invalid'] = [];
  for (const [index, entry] of entries.entries()) {
    const read = tryReadPhone(entry.phone, defaultCountry);
    if (typeof read === 'string') invalid.push({ index, phone: entry.phone, reason: read });
    else if (!people.has(read.key)) people.set(read.key, { ...read, entry });
  }
  const duplicates = entries.length - people.size - invalid.length;
  return { people: [...people.values()], duplicates, invalid };
}

/** The number, or the sentence that says why it is none. */
function tryReadPhone(typed: string, defaultCountry?: string) {
  try {
    return readPhone(typed, defaultCountry);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
