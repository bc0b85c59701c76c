import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What happened, one JSON value a line. `T` must survive JSON. */
export interface Journal<T> {
  /** What the file held when it was opened; later appends are not added. */
  readonly entries: readonly T[];
  append(entry: T): void;
  /** Replaces everything written so far by `entries`; a reader never finds half of it. */
  rewrite(entries: Iterable<T>): void;
  close(): void;
}

/**
 * Opens an append-only file that survives a killed process: each append is one
 * synchronous write, so what was appended is with the system before the caller goes on.
 * It is not forced to the disk, so a power cut may take the end of it.
 * Without a path nothing is kept.
 */
export function openJournal<T>(path: string | undefined): Journal<T> {
  if (path === undefined) return forgetful;

  mkdirSync(dirname(path), { recursive: true });
  const { entries, bytes } = readEntries<T>(path);
  let size = bytes;
  let file = openSync(path, 'a');

  return {
    entries,
    append(entry) {
      size += appendLine(file, size, `${JSON.stringify(entry)}\n`);
    },
    rewrite(replacement) {
      const text = toLines(replacement);
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
      closeSync(file);
      file = openSync(path, 'a');
      size = Buffer.byteLength(text);
    },
    close() {
      closeSync(file);
    },
  };
}

const forgetful = { entries: [], append() {}, rewrite() {}, close() {} };

/** Reads the whole lines and cuts off what a killed process left of its last one. */
function readEntries<T>(path: string): { entries: T[]; bytes: number } {
  if (!existsSync(path)) return { entries: [], bytes: 0 };

  const content = readFileSync(path);
  const bytes = content.lastIndexOf('\n') + 1;
  if (bytes < content.length) truncateSync(path, bytes);

  const lines = content.toString('utf8', 0, bytes).split('\n').slice(0, -1);
  return { entries: lines.map((line, index) => parseLine<T>(path, line, index + 1)), bytes };
}

/** A broken line with whole ones around it is not ours to guess at: someone edited the file. */
function parseLine<T>(path: string, line: string, number: number): T {
  try {
    return JSON.parse(line) as T;
  } catch (cause) {
    throw new Error(`Line ${number} of ${path} is not JSON. Mend it, or remove the file.`, {
      cause,
    });
  }
}

/** Returns how many bytes were added. A full disk must not leave half a line for the next append to continue. */
function appendLine(file: number, size: number, line: string): number {
  try {
    writeFileSync(file, line);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
  return Buffer.byteLength(line);
}

function toLines(entries: Iterable<unknown>): string {
  return Array.from(entries, (entry) => `${JSON.stringify(entry)}\n`).join('');
}
