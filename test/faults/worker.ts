import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Worker {
  readonly child: ChildProcess;
  readonly port: number;
  /** Everything it has logged; unless it was told otherwise, as a warning or worse. */
  readonly complaints: string[];
  /** SIGKILL: it gets no chance to say anything. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM, and the exit code that comes of it. */
  stop(): Promise<number | null>;
}

const root = join(import.meta.dirname, '../..');

/** Starts Herald as its user would, as a process of its own, and waits for its greeting. */
export async function startWorker(options: {
  databaseUrl?: string;
  dataDir?: string;
  roles: string;
  secretKey: string;
  apiToken: string;
  /** More of its environment. */
  env?: Readonly<Record<string, string>>;
  logLevel?: string;
}): Promise<Worker> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'herald-worker-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: dataDir,
      ROLES: options.roles,
      SECRET_KEY: options.secretKey,
      API_TOKEN: options.apiToken,
      LOG_LEVEL: options.logLevel ?? 'warn',
      ...(options.databaseUrl && { DATABASE_URL: options.databaseUrl }),
      ...options.env,
    },
  });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = await Promise.race([greeted(child), refuse(ended, complaints)]);
  if (options.dataDir === undefined) {
    void ended.then(() => rmSync(dataDir, { recursive: true, force: true }));
  }

  return {
    child,
    port,
    complaints,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Its greeting is five lines; the port stands in the second one, where the process answers to visitors at all. */
function greeted(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    let port = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      port = Number(/^API: .*:(\d+)\//.exec(line)?.[1] ?? port);
      if (line.startsWith('Simulated:')) resolve(port);
    });
  });
}

async function refuse(ended: Promise<number | null>, complaints: string[]): Promise<never> {
  const code = await ended;
  throw new Error(`Herald did not start (exit ${code}):\n${complaints.join('\n')}`);
}
