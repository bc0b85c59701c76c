import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../src/sandbox/journal.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'herald-journal-'));
  path = join(folder, 'deep', 'chat.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a journal', () => {
  test('gives back what was appended, in order', () => {
    write(path, { n: 1 }, { text: 'line one\nline two' });
    write(path, { n: 3 });

    expect(read(path)).toEqual([{ n: 1 }, { text: 'line one\nline two' }, { n: 3 }]);
  });

  test('drops a last line that a killed process did not finish, and goes on after the whole ones', () => {
    write(path, 'whole');
    appendFileSync(path, '{"torn":"halfw');

    write(path, 'next');

    expect(read(path)).toEqual(['whole', 'next']);
  });

  test('drops a last line torn in the middle of a character', () => {
    write(path, 'whole');
    appendFileSync(path, Buffer.from('"é"').subarray(0, 2));

    expect(read(path)).toEqual(['whole']);
    expect(readFileSync(path, 'utf8')).toBe('"whole"\n');
  });

  test('refuses a file whose middle is broken, and names the line', () => {
    write(path, 'whole');
    writeFileSync(path, 'not json\n"whole"\n', { flag: 'a' });

    expect(() => openJournal(path)).toThrow('Line 2 of');
  });

  test('can be rewritten shorter, and is appended to afterwards', () => {
    const journal = openJournal<number>(path);
    for (const n of [1, 2, 3]) journal.append(n);
    journal.rewrite([6]);
    journal.append(7);
    journal.close();

    expect(read(path)).toEqual([6, 7]);
  });

  test('without a path keeps nothing and complains about nothing', () => {
    const journal = openJournal<number>(undefined);
    journal.append(1);
    journal.rewrite([2]);
    journal.close();

    expect(openJournal(undefined).entries).toEqual([]);
  });

  test('holds every entry that was appended before the process was killed', async () => {
    const writer = spawn(process.execPath, ['--import', 'tsx', '-e', appendForever, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [lastSeen] = await once(writer.stdout, 'data');
    writer.kill('SIGKILL');
    await once(writer, 'close');

    const entries = read(path);
    expect(entries.length).toBeGreaterThanOrEqual(
      Number(String(lastSeen).trim().split('\n').at(-1)),
    );
    expect(entries).toEqual(entries.map((_, index) => index + 1));
  });
});

const source = fileURLToPath(new URL('../../src/sandbox/journal.ts', import.meta.url));
const appendForever = `
  import(${JSON.stringify(source)}).then(({ openJournal }) => {
    const journal = openJournal(process.argv[1]);
    for (let n = 1; ; n += 1) {
      journal.append(n);
      if (n % 100 === 0) require('node:fs').writeSync(1, n + '\\n');
    }
  });`;

function write(path: string, ...entries: unknown[]): void {
  const journal = openJournal<unknown>(path);
  for (const entry of entries) journal.append(entry);
  journal.close();
}

function read(path: string): readonly unknown[] {
  const journal = openJournal<unknown>(path);
  journal.close();
  return journal.entries;
}
