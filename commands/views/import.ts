import { Buffer } from 'node:buffer';
import type { z } from 'zod';
import type { importContacts } from '../../src/operations/imports/import.ts';
import { shorten } from '../callback.ts';
import type { Texts } from '../texts/en.ts';
import { keyboardOf, linesOf, type View } from '../view.ts';

type Imported = z.output<typeof importContacts.output>;
type BadLine = Imported['bad_lines'][number];

const badLinesShown = 10;
const badTextMax = 60;
/** What is left of a button's 64 bytes beside `make-list:` and the largest id. */
const nameBytesMax = 40;

/** What became of a file, and the offer to make a list of whom it named. */
export function importView(t: Texts, file: string, imported: Imported): View {
  const { import_id, bad_lines, added, updated } = imported;
  const shown = bad_lines.slice(0, badLinesShown).map((line) => describe(t, line));
  const more = imported.invalid - shown.length;
  const text = linesOf(
    t.imported({ file, ...imported }),
    ...(shown.length === 0 ? [] : ['', t.badLinesShown, ...shown]),
    ...(more > 0 ? [t.moreBadLines(more)] : []),
  );
  if (added + updated === 0) return { text };
  const name = shorten(file.replace(/\.\w+$/, ''), nameBytesMax) || String(import_id);
  return {
    text,
    keyboard: keyboardOf([[t.buttons.makeList, { kind: 'make-list', import: import_id, name }]]),
  };
}

/** The bad lines that the message has no room for, as a text file; undefined when it shows them all. */
export function restOfBadLines(t: Texts, { bad_lines, invalid }: Imported): Buffer | undefined {
  const rest = bad_lines.slice(badLinesShown);
  if (rest.length === 0) return undefined;
  const untold = invalid - bad_lines.length;
  const lines = rest.map((line) => describe(t, line));
  return Buffer.from([...lines, ...(untold > 0 ? [t.badLinesUntold(untold)] : []), ''].join('\n'));
}

function describe(t: Texts, { line, text, reason }: BadLine): string {
  return t.badLine(line, text.slice(0, badTextMax), reason);
}
