import { type RawBuilder, sql } from 'kysely';

/** Which rows of a page are wanted. */
export interface Slice {
  limit: number;
  offset: number;
}

export interface Found<Row> {
  rows: Row[];
  /** How many there are on all pages together. */
  total: number;
}

/** Whether a contact's number or name contains what was typed into a search box. */
export function matchesContact(search: string): RawBuilder<boolean> {
  const byName = sql<boolean>`contact.name ilike ${containing(search)}`;
  const digits = digitsOf(search);
  if (digits === '') return byName;
  return sql<boolean>`(${byName} or contact.phone_key like ${containing(digits)})`;
}

/** Whether a suppression's number contains what was typed; letters are in no number. */
export function matchesNumber(search: string): RawBuilder<boolean> {
  const digits = digitsOf(search);
  if (digits === '') return sql<boolean>`false`;
  return sql<boolean>`(suppression.phone_key like ${containing(digits)} or suppression.phone like ${containing(digits)})`;
}

/** "Flat 2" is a name: a digit in it must not bring up half of all numbers. */
function digitsOf(search: string): string {
  return /\p{L}/u.test(search) ? '' : search.replace(/\D/g, '');
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
