import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Cluster {
  url: string;
  /** The postmaster's; another one after a restart. */
  readonly pid: number;
  /** Ends at once, as in an accident, and starts again on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of our own in a temporary directory, gone with the tests; undefined where the
 * machine has no binaries. initdb refuses to run as root, so root lends it another user.
 */
export async function startCluster({
  durable = false,
  settings = {},
}: {
  durable?: boolean;
  /** Besides ours: `{ shared_buffers: '1GB' }`. */
  settings?: Readonly<Record<string, string>>;
} = {}): Promise<Cluster | undefined> {
  const bin = findBinaries();
  if (!bin) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'herald-postgres-'));
  const user = unprivileged(directory);
  const data = join(directory, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'herald', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { stdio: 'ignore', cwd: directory, ...user },
  );
  const port = await freePort();
  const start = async () => {
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, ...asArguments({ ...ownSettings(directory, port, durable), ...settings })],
      { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory, ...user },
    );
    await untilReady(server);
    return server;
  };
  let server = await start();
  return {
    url: `postgres://herald@127.0.0.1:${port}/postgres`,
    get pid() {
      return server.pid ?? 0;
    },
    async restart() {
      await end(server, 'SIGQUIT');
      server = await start();
    },
    async stop() {
      await end(server, 'SIGINT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const places = newestFirst.map((version) => join(debian, version, 'bin'));
  const path = (process.env.PATH ?? '').split(delimiter);
  return [...places, ...path].find(
    (place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')),
  );
}

function unprivileged(directory: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const nobody = 65_534;
  chownSync(directory, nobody, nobody);
  chmodSync(directory, 0o700);
  return { uid: nobody, gid: nobody };
}

/** Speed over safety, as most of these databases are thrown away; a durable one keeps what it promised. */
function ownSettings(directory: string, port: number, durable: boolean) {
  const safety = durable ? 'on' : 'off';
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: directory,
    fsync: safety,
    synchronous_commit: safety,
    full_page_writes: safety,
    max_connections: 200,
  };
}

function asArguments(settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** PostgreSQL says so itself when it takes connections; nothing has to be tried in a loop. */
function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((ready, failed) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.includes('ready to accept connections')) ready();
    });
    server.once('exit', (code) => failed(new Error(`postgres ended with ${code}: ${said}`)));
  });
}

function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((ended) => {
    server.once('exit', () => ended());
    server.kill(signal);
  });
}
