import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDirectory } from '../../src/database/directory-lock.ts';
import { Refusal } from '../../src/errors.ts';

export interface DataDirectory {
  path: string;
  /** Herald's API token: made here and not read from its greeting, which shows one only once. */
  token: string;
}

/** The demo's own data directory, emptied, or as the last demo left it. */
export async function openDataDirectory(path: string, resume: boolean): Promise<DataDirectory> {
  const isMarked = existsSync(markerIn(path));
  if (resume && !isMarked) {
    throw new Refusal('wrong_state', `${path} holds no demo to go on with: start one first.`);
  }
  if (!isMarked) await claim(path);
  await waitUntilFree(path);
  if (!resume) await empty(path);
  return { path, token: await readFile(markerIn(path), 'utf8') };
}

const markerName = 'demo.token';

/** Says that the directory is the demo's to empty. */
function markerIn(path: string): string {
  return join(path, markerName);
}

/** Somebody's real data must not be lost to a demo that was pointed at it. */
async function claim(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) {
    throw new Refusal(
      'wrong_state',
      `${path} holds something that is not the demo's. Empty it yourself, or set DEMO_DATA_DIR to another directory.`,
    );
  }
  await writeFile(markerIn(path), randomBytes(24).toString('base64url'));
}

/** A demo that was killed takes a moment to die; its directory and its sandbox are locked apart. */
async function waitUntilFree(path: string): Promise<void> {
  const sandbox = join(path, 'sandbox');
  await mkdir(sandbox, { recursive: true });
  for (const directory of [path, sandbox]) {
    const unlock = await lockDirectory(directory);
    await unlock();
  }
}

async function empty(path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => name !== markerName);
  for (const name of names) await rm(join(path, name), { recursive: true });
}
