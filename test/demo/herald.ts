import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DataDirectory } from './data-directory.ts';

const program = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
/** How many times faster than people the phones live. */
const phoneSpeed = 20;
const greetingLines = 5;

/** A whole Herald in a process of its own, started as `npm start` does it. */
export interface Herald {
  /** The five lines that it greets with. */
  greeting: readonly string[];
  /** The file that its log goes to. */
  log: string;
  pageUrl: string;
  mcpUrl: string;
  /** Rejects when the process ends before it was asked to. */
  died: Promise<never>;
  /** In good order, and waits for it. */
  stop(): Promise<void>;
  kill(): void;
}

/** `more` of the environment than the demo sets by itself. */
export async function startHerald(
  { path, token }: DataDirectory,
  more: NodeJS.ProcessEnv = {},
): Promise<Herald> {
  const log = join(path, 'herald.log');
  const preloads = ['tsx', new URL('die-with-parent.ts', import.meta.url).href];
  const child = spawn(
    process.execPath,
    [...preloads.flatMap((module) => ['--import', module]), program],
    { env: { ...environment(path, token), ...more }, stdio: ['pipe', 'pipe', openSync(log, 'a')] },
  );
  const died = once(child, 'exit').then((): never => {
    throw new Error(`Herald has ended. The last that it wrote to ${log}:\n${lastLines(log)}`);
  });
  const greeting = await Promise.race([readGreeting(child), died]);
  if (greeting.length < greetingLines) await died;
  const [pageUrl, mcpUrl] = greeting.map((line) => line.match(/http\S+/)?.[0]);
  if (!pageUrl || !mcpUrl) throw new Error(`No addresses in Herald's greeting: ${greeting}`);
  return {
    greeting,
    log,
    pageUrl,
    mcpUrl,
    died,
    kill: () => child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      await died.catch(() => {});
    },
  };
}

/** What is empty counts as absent: nothing in an .env may lead the demo to a real bot, database or address. */
function environment(dataDirectory: string, token: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PORT: '0',
    HOST: '',
    PUBLIC_URL: '',
    ROLES: '',
    TELEGRAM_BOT_TOKEN: '',
    TELEGRAM_API_ROOT: '',
    DATABASE_URL: process.env.DATABASE_URL ?? '',
    DATA_DIR: dataDirectory,
    API_TOKEN: token,
    SANDBOX_SPEED: String(phoneSpeed),
    DEMO_SPEED: '',
    DEFAULT_COUNTRY: 'ES',
  };
}

async function readGreeting({ stdout }: ChildProcess): Promise<string[]> {
  if (!stdout) throw new Error('Herald has no stdout.');
  const lines: string[] = [];
  for await (const line of createInterface(stdout)) {
    lines.push(line);
    if (lines.length === greetingLines) break;
  }
  return lines;
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}
