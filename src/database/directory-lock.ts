import { createHash, randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../errors.ts';

/**
 * Holds a data directory for one process. The lock is a listening socket in the directory: the
 * kernel closes it however its owner ends, and a process id that was given to somebody else
 * cannot be mistaken for the owner. Waits up to `waitMs` for an owner that is just dying.
 */
export async function lockDirectory(
  directory: string,
  waitMs = 10_000,
): Promise<() => Promise<void>> {
  const path = socketPath(directory);
  const deadline = Date.now() + waitMs;
  for (;;) {
    const server = await tryListen(path);
    if (server) return () => close(server);
    if (!(await someoneAnswers(path))) await clearAway(path);
    else if (Date.now() >= deadline) throw locked(directory);
    else await sleep(100);
  }
}

/** A socket's path holds about 100 bytes; a deeper directory gets a short name of its own among the temporary files. */
function socketPath(directory: string): string {
  const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\herald-${name}`;
  const inside = resolve(directory, 'herald.lock');
  return Buffer.byteLength(inside) <= 100 ? inside : join(tmpdir(), `herald-${name}.lock`);
}

/**
 * What a dead owner left is in the way. It is moved aside before it is removed: should a
 * neighbour have taken the lock this very moment, somebody answers there, and it goes back.
 */
async function clearAway(path: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, aside);
  } catch {
    return; // A neighbour cleared it away first.
  }
  if (await someoneAnswers(aside)) await rename(aside, path);
  else await rm(aside, { force: true });
}

function tryListen(path: string): Promise<Server | undefined> {
  return new Promise((answer, reject) => {
    const server = createServer((socket) => socket.end());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') answer(undefined);
      else reject(error);
    });
    server.listen(path, () => answer(server));
  });
}

function someoneAnswers(path: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
  });
}

function locked(directory: string): Refusal {
  return new Refusal(
    'unavailable',
    `Another Herald is running on ${directory}. Stop it first, or give this one a DATA_DIR of its own.`,
  );
}
