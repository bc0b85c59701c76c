import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { Refusal } from '../errors.ts';
import type { ContactColumns } from './contact-file-columns.ts';
import { findDelimiter, readRecords } from './contact-file-records.ts';
import {
  type BadLine,
  type ContactRow,
  ContactRows,
  type DuplicateLine,
} from './contact-file-rows.ts';
import { readText } from './contact-file-text.ts';

export type { BadLine, ContactColumns, ContactRow, DuplicateLine };

/** Lines below the header. */
export const contactFileLinesMax = 1_000_000;

export interface ContactFile {
  columns: ContactColumns;
  /** One row per person, in the file's order. */
  rows: ContactRow[];
  bad: BadLine[];
  duplicates: DuplicateLine[];
  /** How many of the rows have a number of a length that no country uses. */
  impossible: number;
  /** `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`. */
  encoding: string;
  delimiter: string;
}

export interface ContactFileOptions {
  /** The country whose numbers may come without a country code, such as `ES`. */
  defaultCountry?: string;
  /** Headings to use, where the file's own are not among those that Herald knows. */
  columns?: { phone?: string; name?: string };
}

/**
 * Reads a CSV file of contacts as people's spreadsheets write it: any usual separator and
 * encoding, headings in English, Spanish or Portuguese, or none. A line that cannot be read
 * is reported and stops no other. The work is done in pieces that let other work go on.
 *
 * @throws Refusal `invalid_input` or `too_large` when there is nothing to read or too much
 */
export async function readContactFile(
  bytes: Uint8Array,
  options: ContactFileOptions = {},
): Promise<ContactFile> {
  const { text, encoding } = readText(bytes);
  refuseTooManyLines(text);
  const delimiter = findDelimiter(text);
  const contacts = new ContactRows({
    delimiter,
    columns: options.columns,
    defaultCountry: readCountry(options.defaultCountry),
  });

  const unclosedLine = await readRecords(text, delimiter, (cells, line) =>
    contacts.read(cells, line),
  );
  if (unclosedLine !== undefined) {
    contacts.addBad(unclosedLine, lineOf(text, unclosedLine), unclosedQuote);
  }

  const { places, rows, bad, duplicates } = contacts;
  if (places === undefined) throw nothingRead(unclosedLine);
  if (rows.length === 0 && bad.length === 0) {
    throw new Refusal('invalid_input', 'The file has a header but no contacts below it.');
  }
  const impossible = rows.filter((row) => !row.possible).length;
  return { columns: places.names, rows, bad, duplicates, impossible, encoding, delimiter };
}

const unclosedQuote =
  'A quote (") opens here and is never closed, so nothing from this line on could be read';

/** Not even the header was read. */
function nothingRead(unclosedLine: number | undefined): Refusal {
  const sentence =
    unclosedLine === undefined ? 'The file is empty.' : `Line ${unclosedLine}: ${unclosedQuote}.`;
  return new Refusal('invalid_input', sentence);
}

function refuseTooManyLines(text: string): void {
  let lineCount = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineCount += 1;
  // A file of a million people has one line more, the header.
  if (lineCount <= contactFileLinesMax + 1) return;
  throw new Refusal(
    'too_large',
    `The file has ${lineCount} lines, and at most ${contactFileLinesMax} can be read at once: ` +
      'split it into several files.',
    { lines: lineCount, linesMax: contactFileLinesMax },
  );
}

/** Throws a Refusal for a code that no country has. */
export function readCountry(code: string | undefined): CountryCode | undefined {
  if (code === undefined || isSupportedCountry(code)) return code;
  throw new Refusal('invalid_input', `"${code}" is not a country: write ES, MX, BR or the like.`);
}

function lineOf(text: string, line: number): string {
  return text.split('\n', line).at(-1) ?? '';
}
