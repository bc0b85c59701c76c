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
  if (resume && !existsSync(markerIn(path))) {
    throw new Refusal('wrong_state', `${path} holds no demo to go on with: start one first.`);
  }
  await refuseForeign(path);
  await waitUntilFree(path);
  if (!resume) await startAfresh(path);
  return { path, token: await readFile(markerIn(path), 'utf8') };
}

/** Says that the directory is the demo's to empty. */
function markerIn(path: string): string {
  return join(path, 'demo.token');
}

/** Somebody's real data must not be lost to a demo that was pointed at it. */
async function refuseForeign(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if (existsSync(markerIn(path)) || (await readdir(path)).length === 0) return;
  throw new Refusal(
    'wrong_state',
    `${path} holds something that is not the demo's. Empty it yourself, or set DEMO_DATA_DIR to another directory.`,
  );
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

/** The marker goes last and comes first, so that a demo killed in between can start anew. */
async function startAfresh(path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => join(path, name) !== markerIn(path));
  for (const name of names) await rm(join(path, name), { recursive: true });
  await writeFile(markerIn(path), randomBytes(24).toString('base64url'));
}
