import type { CountryCode } from 'libphonenumber-js/max';
import { Refusal } from '../errors.ts';
import { type ColumnPlaces, findColumns } from './contact-file-columns.ts';
import { findDelimiter, readRecords } from './contact-file-records.ts';
import { readText } from './contact-file-text.ts';

export interface ContactFilePreview {
  /** The headings; empty for a file without any. */
  columns: string[];
  /** The columns that would be taken for phone and name, if nobody names others. */
  phone: string | undefined;
  name: string | undefined;
  hasHeader: boolean;
  /** The first records below the header, as they stand in the file. */
  rows: string[][];
}

const rowsShown = 5;
/** Enough of a file for its first records. */
const startChars = 65_536;

/**
 * What a contact file begins with, so that a person can say which column is which. A file in which
 * no column can be told for phones is shown all the same, as if its first record were headings.
 */
export async function previewContactFile(
  bytes: Uint8Array,
  defaultCountry?: CountryCode,
): Promise<ContactFilePreview> {
  const { text } = readText(bytes);
  const records: string[][] = [];
  await readRecords(startOf(text), findDelimiter(text), (cells) => {
    const isEmpty = cells.every((cell) => cell.trim() === '');
    if (!isEmpty && records.length <= rowsShown) records.push(cells.map((cell) => cell.trim()));
  });
  const [first = [], ...others] = records;
  const places = tryFindColumns(first, defaultCountry);
  if (places && !places.hasHeader) {
    return { columns: [], phone: undefined, name: undefined, hasHeader: false, rows: records };
  }
  const { phone, name } = places?.names ?? {};
  return { columns: first, phone, name, hasHeader: true, rows: others };
}

/** Whole lines, so that the last record is not half of one. */
function startOf(text: string): string {
  const lineEnd = text.lastIndexOf('\n', startChars);
  return text.length <= startChars || lineEnd === -1 ? text : text.slice(0, lineEnd);
}

function tryFindColumns(first: string[], country?: CountryCode): ColumnPlaces | undefined {
  try {
    return findColumns(first, {}, country);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
