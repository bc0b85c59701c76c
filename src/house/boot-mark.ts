import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface BootMark {
  /** The machine went down while Herald was running: the end of what was written may be gone. */
  isAfterPowerCut: boolean;
  /** Herald runs from here on. To be called once what a power cut asks for is done. */
  set(): Promise<void>;
  /** Herald has stopped in good order. To be called while the directory is still ours. */
  clear(): Promise<void>;
}

/**
 * Tells a process that died from a machine that died. The embedded database survives the first
 * and not the second, since it leaves it to the system when to write to the disk. A mark with the
 * machine's boot id lies in the data directory while Herald runs.
 */
export async function readBootMark(
  dataDir: string,
  bootId: () => Promise<string | undefined> = readBootId,
): Promise<BootMark> {
  const path = join(dataDir, 'boot.json');
  const [left, current] = await Promise.all([readMark(path), bootId()]);
  return {
    isAfterPowerCut: left !== undefined && current !== undefined && left !== current,
    async set() {
      if (current === undefined) return;
      await writeFile(`${path}.new`, JSON.stringify({ boot_id: current }));
      await rename(`${path}.new`, path);
    },
    clear: () => rm(path, { force: true }),
  };
}

/** Undefined without a mark; a mark that cannot be read is one of another boot. */
async function readMark(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return /"boot_id":"([^"]+)"/.exec(text)?.[1] ?? 'unreadable';
}

/** Linux has one; elsewhere a power cut goes unnoticed. */
function readBootId(): Promise<string | undefined> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
