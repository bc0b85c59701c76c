import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders = ['src', 'commands', 'webhooks', 'migrations', 'test'];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const linesMax = 320;

/** What a reader should not have to meet. Each rule is tried on a line that breaks it. */
const rules: readonly { rule: string; broken: RegExp; planted: string; except?: RegExp }[] = [
  { rule: 'no left-over notes', broken: /\b(TODO|FIXME|XXX)\b/, planted: '// TODO later' },
  {
    rule: 'no test left alone or out',
    broken: /\b(test|describe|it)\.(only|skip)\(/,
    planted: "test.only('x')",
  },
  { rule: 'no cast through unknown', broken: /as unknown as/, planted: 'x as unknown as Y' },
  {
    rule: 'no sleeping in tests',
    broken: /setTimeout\(.*\d{2,}\)/,
    planted: 'setTimeout(go, 500)',
    // Real processes are killed, frozen and cut off there; they tell no other way when they are done.
    except: /^test\/faults\//,
  },
  {
    rule: 'the environment is read in main.ts alone',
    broken: /process\.env\b/,
    planted: 'process.env.PORT',
    except: /^src\/(main|config)\.ts$|^test\//,
  },
  {
    rule: 'a message changes its state where its count changes with it, and nowhere else',
    broken: /update message( m)? set\s+state\b|updateTable\('message'\)\s*\.set\(\{\s*state\b/,
    planted: "await trx.updateTable('message').set({ state: 'accepted' })",
    except: /^src\/database\/move-(save|accepted)\.ts$|^test\//,
  },
];

describe('every file', () => {
  test.each(rules)('keeps the rule: $rule', ({ broken, except }) => {
    const found = files
      .filter((file) => file !== 'test/tidy.test.ts' && !except?.test(file))
      .filter((file) => broken.test(read(file)));
    expect(found).toEqual([]);
  });

  test.each(rules)('would be found breaking the rule: $rule', ({ broken, planted }) => {
    expect(planted).toMatch(broken);
  });

  test(`has at most ${linesMax} lines`, () => {
    const long = files
      .filter((file) => !file.startsWith('migrations/'))
      .filter((file) => read(file).split('\n').length > linesMax);
    expect(long).toEqual([]);
  });

  test('has a name that says what is in it', () => {
    const vague = /^(utils?|helpers?|common|misc|services?|stuff)\.ts$/;
    expect(files.filter((file) => vague.test(basename(file)))).toEqual([]);
    expect(vague.test('utils.ts')).toBe(true);
  });

  test('was looked at', () => {
    expect(files.length).toBeGreaterThan(200);
  });
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
