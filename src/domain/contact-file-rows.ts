import type { CountryCode } from 'libphonenumber-js/max';
import { type ColumnPlaces, findColumns } from './contact-file-columns.ts';
import { clip, normalisePhone, type ReadablePhone } from './phone-normalise.ts';

/** One person of a file. Cells that were empty are absent. */
export interface ContactRow {
  /** The line of the file that the person's record begins in, counted from 1. */
  line: number;
  phone: string;
  key: string;
  /** The phone as the file has it. */
  typed: string;
  name?: string;
  email?: string;
  language?: string;
  tags: string[];
  /** All other columns, by folded heading: `Código descuento` is `codigo_descuento`. */
  attributes: Record<string, string>;
  /** False when no country has numbers of this length. The row counts all the same. */
  possible: boolean;
}

/** A line that is no contact, with a sentence (without a full stop) for the file's owner. */
export interface BadLine {
  line: number;
  text: string;
  reason: string;
}

/** A later line of a person whom `firstLine` has already; the later one is left out. */
export interface DuplicateLine {
  line: number;
  phone: string;
  firstLine: number;
}

interface ContactRowsOptions {
  delimiter: string;
  columns: { phone?: string; name?: string } | undefined;
  defaultCountry: CountryCode | undefined;
}

/** Sorts a file's records, the header first, into people, repeats of people, and bad lines. */
export class ContactRows {
  readonly rows: ContactRow[] = [];
  readonly bad: BadLine[] = [];
  readonly duplicates: DuplicateLine[] = [];
  places: ColumnPlaces | undefined;
  readonly #options: ContactRowsOptions;
  readonly #firstLines = new Map<string, number>();

  constructor(options: ContactRowsOptions) {
    this.#options = options;
  }

  read(cells: readonly string[], line: number): void {
    // A spreadsheet saves the empty rows below a table as lines of nothing but separators.
    if (cells.every((cell) => cell.trim() === '')) return;

    if (this.places === undefined) {
      this.places = findColumns(cells, this.#options.columns, this.#options.defaultCountry);
      if (this.places.hasHeader) return;
    }
    this.#readContact(cells, line, this.places);
  }

  addBad(line: number, text: string, reason: string): void {
    this.bad.push({ line, text: clip(text, 120), reason });
  }

  #readContact(cells: readonly string[], line: number, places: ColumnPlaces): void {
    const { delimiter, defaultCountry } = this.#options;
    const typed = cells[places.phone]?.trim() ?? '';
    const read = this.#swallowedContacts(cells, places) ?? normalisePhone(typed, defaultCountry);
    if ('problem' in read) {
      this.addBad(line, cells.join(delimiter), read.problem);
      return;
    }

    const firstLine = this.#firstLines.get(read.key);
    if (firstLine !== undefined) {
      this.duplicates.push({ line, phone: read.phone, firstLine });
      return;
    }
    this.#firstLines.set(read.key, line);
    this.rows.push(rowOf(cells, line, places, typed, read));
  }

  /**
   * A quote that somebody forgot to close ends at the next one, perhaps many lines below, and
   * the people in between would be lost without a word. It shows by lines inside a cell that
   * are contacts themselves.
   */
  #swallowedContacts(
    cells: readonly string[],
    places: ColumnPlaces,
  ): { problem: string } | undefined {
    const { delimiter, defaultCountry } = this.#options;
    if (!cells.some((cell) => cell.includes('\n'))) return undefined;
    const innerLines = cells.flatMap((cell) => cell.split('\n').slice(1));
    const swallowed = innerLines.some((innerLine) => {
      const inner = innerLine.split(delimiter);
      return (
        inner.length > 1 && 'phone' in normalisePhone(inner[places.phone] ?? '', defaultCountry)
      );
    });
    if (!swallowed) return undefined;
    return {
      problem:
        'A quote (") opens on this line and is closed too late: ' +
        `the next ${innerLines.length === 1 ? 'line' : `${innerLines.length} lines`} could not be read`,
    };
  }
}

const fieldMax = 200;

function rowOf(
  cells: readonly string[],
  line: number,
  places: ColumnPlaces,
  typed: string,
  { phone, key, possible }: ReadablePhone,
): ContactRow {
  const tags = tagsOf(cells[places.at.tags ?? -1]);
  const attributes = attributesOf(cells, places);
  const row: ContactRow = { line, phone, key, typed, possible, tags, attributes };
  for (const role of ['name', 'email', 'language'] as const) {
    const value = cells[places.at[role] ?? -1]?.trim();
    // As long as a contact's may be that is written by hand.
    if (value) row[role] = value.slice(0, fieldMax);
  }
  return row;
}

function attributesOf(cells: readonly string[], places: ColumnPlaces): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { at, key } of places.attributes) {
    const value = cells[at]?.trim();
    // Of two columns with one heading the first that is not empty counts.
    if (value && !Object.hasOwn(attributes, key)) attributes[key] = value;
  }
  return attributes;
}

function tagsOf(cell = ''): string[] {
  const tags = cell.split(/[,;|]/).map((tag) => tag.trim());
  return tags.filter((tag) => tag !== '');
}
