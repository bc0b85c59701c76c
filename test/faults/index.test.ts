import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';

const index = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const rows = [...index.matchAll(/^\| ([A-E]\d+) \| ([^|]+) \| (.+) \|$/gm)];

/** How many scenarios each part has. */
const parts = { A: 18, B: 9, C: 8, D: 8, E: 8 };

describe('the index of scenarios', () => {
  test('has a row for each of them', () => {
    const named = new Set(rows.map(([, name]) => name));
    const all = Object.entries(parts).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, i) => `${part}${i + 1}`),
    );
    expect(all.filter((name) => !named.has(name))).toEqual([]);
  });

  test('names tests that exist, or says why there is none', () => {
    const missing = rows.flatMap(([, name = '', , tests = '']) => {
      if (/^(not yet|measured by)/.test(tests)) return [];
      const named = [...tests.matchAll(/`([^`]+)` ([^;]+?)(?=; `|\. |$)/g)];
      if (named.length !== tests.split('`').length >> 1)
        return [`${name} cannot be read: ${tests}`];
      return named
        .filter(([, file = '', title = '']) => !exists(file, title))
        .map(([whole]) => `${name}: ${whole}`);
    });
    expect(missing).toEqual([]);
  });

  test('would miss a test that does not exist', () => {
    expect(exists('faults', 'kill -9: nobody')).toBe(false);
    expect(exists('dispatch/gate', 'opens for everybody')).toBe(false);
  });
});

function exists(file: string, title: string): boolean {
  if (file === 'faults') return scenarios.some(({ name }) => name === title);
  const text = readFileSync(join(import.meta.dirname, '..', `${file}.test.ts`), 'utf8');
  return text.includes(`'${title}'`);
}
