import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom (DESIGN: the house). A room is a folder, or a file at the top of src; what
 * is not listed for a room is forbidden. `main.ts` and the files that it builds things with may all.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  'src/database': ['src/domain'],
  'src/bridges': ['src/domain'],
  'src/operations': ['src/database', 'src/domain', 'src/bridges/bridge.ts', 'src/outside'],
  'src/outside': [],
  'src/dispatch': ['src/bridges', 'src/database', 'src/domain'],
  'src/api': ['src/operations', 'src/domain'],
  'src/sandbox': ['src/bridges/bridge.ts', 'src/bridges/sandbox', 'src/domain'],
  commands: ['src/operations', 'src/domain'],
  webhooks: ['src/bridges', 'src/database/events.ts', 'src/database/event-store.ts'],
  migrations: [],
};
const everywhere = ['src/errors.ts', 'src/context.ts'];
/** context.ts names the types that everyone passes on; it is types alone. */
const builders = ['src/main.ts', 'src/context.ts'];

const root = join(import.meta.dirname, '..');
const sources = ['src', 'commands', 'webhooks', 'migrations'].flatMap(filesBelow);

describe('the rooms of the house', () => {
  test('import only what they may', () => {
    expect(sources.flatMap((file) => violations(file, read(file)))).toEqual([]);
  });

  test.each([
    ['src/domain/x.ts', "import { move } from '../database/move.ts';"],
    ['commands/x.ts', "import { sql } from '../src/database/tables.ts';"],
    ['src/api/x.ts', "const late = await import('../dispatch/engine.ts');"],
    ['migrations/0009-x.ts', "export { a } from '../src/domain/message.ts';"],
    ['src/sandbox/x.ts', "import type { House } from '../operations/invoke.ts';"],
  ])('and a violation in %s is found', (file, code) => {
    expect(violations(file, code)).toHaveLength(1);
  });

  test('are all looked at', () => {
    expect(sources.length).toBeGreaterThan(150);
    for (const room of Object.keys(mayImport)) {
      expect(sources.filter((file) => file.startsWith(`${room}/`)).length).toBeGreaterThan(0);
    }
  });
});

function violations(file: string, code: string): string[] {
  const room = Object.keys(mayImport).find((name) => file.startsWith(`${name}/`));
  if (room === undefined) return [];
  const allowed = [room, ...(mayImport[room] ?? []), ...everywhere];
  return importsOf(file, code)
    .filter((target) => !allowed.some((one) => target === one || target.startsWith(`${one}/`)))
    .map((target) => `${file} imports ${target}`);
}

function importsOf(file: string, code: string): string[] {
  const found = code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path = '']) => relative(root, join(root, dirname(file), path)));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .filter((file) => !builders.includes(file));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
