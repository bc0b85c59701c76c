import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createToolbox } from '../../src/api/tools.ts';
import { operations } from '../../src/operations/registry.ts';

const folder = join(import.meta.dirname, 'tools');
const kept = readdirSync(folder);
const { list } = createToolbox(operations);

/**
 * What programs rely on: a file for each tool, as tools/list shows it, so that a change of contract is seen in
 * review. `npx vitest run test/api/tool-contracts.test.ts -u` writes them anew.
 */
describe('the contract of', () => {
  test.each(list.map((tool) => [tool.name, tool] as const))('%s is kept', async (name, tool) => {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(
      join(folder, `${name}.json`),
    );
  });

  test('every tool is kept, and none of a tool that is gone', () => {
    expect(kept.sort()).toEqual(list.map(({ name }) => `${name}.json`).sort());
  });
});
