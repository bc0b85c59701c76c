import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDataDirectory } from './data-directory.ts';

describe('the data directory of the demo', () => {
  test('is emptied for a new demo, and keeps its token', async () => {
    const path = await temporary();
    const first = await openDataDirectory(path, false);
    await writeFile(join(path, 'something'), 'of the first demo');

    const second = await openDataDirectory(path, false);
    expect(second).toEqual({ path, token: first.token });
    expect(await readdir(path)).toEqual(['demo.token']);
  });

  test('is left as it is for a demo that goes on', async () => {
    const path = await temporary();
    const first = await openDataDirectory(path, false);
    await writeFile(join(path, 'something'), 'of the first demo');

    expect(await openDataDirectory(path, true)).toEqual(first);
    expect(await readdir(path)).toContain('something');
  });

  test('is never one that somebody else filled', async () => {
    const path = await temporary();
    await writeFile(join(path, 'customers'), 'years of work');

    await expect(openDataDirectory(path, false)).rejects.toThrow(/not the demo's/);
    expect(await readdir(path)).toEqual(['customers']);
  });

  test('without a demo in it is nothing to go on with', async () => {
    const path = await temporary();
    await expect(openDataDirectory(path, true)).rejects.toThrow(/holds no demo/);
    expect(await readdir(path)).toEqual([]);
  });
});

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'herald-demo-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}
