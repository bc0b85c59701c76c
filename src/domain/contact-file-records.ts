import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';

/** Called for every record in turn; `line` is the line of the file that the record begins in. */
export type OnRecord = (cells: string[], line: number) => void;

/**
 * Cuts the text into records, in pieces, so that other work gets its turn in between.
 * A quote that is never closed swallows the rest of a file; then the answer is the line
 * of the record it opens in, and the records before that one have been given.
 */
export async function readRecords(
  text: string,
  delimiter: string,
  onRecord: OnRecord,
): Promise<number | undefined> {
  let nextLine = 1;
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    // Not read from the stream: one that fails throws away the records nobody has taken yet,
    // and an unclosed quote makes it fail at the very end.
    on_record: (cells: string[]) => {
      const line = nextLine;
      nextLine += 1 + breaksIn(cells);
      onRecord(cells, line);
      return null;
    },
  });
  try {
    await pipeline(piecesOf(text), parser.resume());
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return nextLine;
    throw error;
  }
  return undefined;
}

/**
 * The separator that the first line with anything in it has most of, quoted text aside.
 * A one-column file has none, and a comma does it no harm.
 */
export function findDelimiter(text: string): string {
  const firstLine = /.*\S.*/.exec(text)?.[0] ?? '';
  const unquoted = firstLine.replace(/"[^"]*"?/g, '');
  const counts = delimiters.map((delimiter) => unquoted.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : (delimiters[counts.indexOf(most)] ?? ',');
}

/** The comma comes last and loses a tie, since it is the one that names and prose contain. */
const delimiters = [';', '\t', '|', ','];

/** Cut at line ends, so that no character is cut in two. */
async function* piecesOf(text: string): AsyncGenerator<string> {
  let start = 0;
  while (start < text.length) {
    const lineEnd = text.indexOf('\n', start + pieceChars);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    yield text.slice(start, end);
    await setImmediate();
    start = end;
  }
}

/** About 400 contacts, which keep the process busy for some 5 ms. */
const pieceChars = 32_768;

/** csv-parse counts lines as well, but does not say in which one a record began. */
function breaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}
