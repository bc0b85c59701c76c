import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';

/** The embedded database is part of what starts here, so once is enough. */
const isEmbedded = inject('pgliteTemplate') !== undefined;

let dataDir: string;
let running: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'herald-start-'));
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** `npm start` without npm in between, in a directory without a .env. */
function start(env: Record<string, string> = {}) {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const tsx = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', tsx, main], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, complaints }));
  return { child, ended };
}

/** The five lines, by what each begins with; fails with what the process complained of. */
async function greetingOf({ child, ended }: ReturnType<typeof start>) {
  const lines: string[] = [];
  const greeted = new Promise<void>((resolve) => {
    if (child.stdout === null) throw new Error('stdout is a pipe');
    createInterface(child.stdout).on('line', (line) => {
      if (lines.push(line) === 5) resolve();
    });
  });
  const end = await Promise.race([greeted, ended]);
  if (end !== undefined) throw new Error(`Herald ended: ${end.complaints}`);
  return Object.fromEntries(lines.map((line) => line.split(/: +(.*)/).slice(0, 2)));
}

async function listTools(api: string, token: string): Promise<Response> {
  return fetch(api, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ jsonrpc: '2.0', method: 'tools/list', id: 1 }),
  });
}

describe.skipIf(!isEmbedded)('the program', { timeout: 60_000 }, () => {
  test('starts from nothing, says where it is, works, and ends in good order', async () => {
    const herald = start();
    const greeting = await greetingOf(herald);

    expect(greeting).toEqual({
      'Web page': expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
      API: expect.stringMatching(/\/mcp$/),
      'API token': expect.stringMatching(/^hd_/),
      Data: expect.stringContaining('set DATABASE_URL for production'),
      Simulated: expect.stringContaining('set TELEGRAM_BOT_TOKEN'),
    });
    const page = greeting['Web page'] ?? '';
    expect((await fetch(`${page}healthz`)).status).toBe(200);
    expect(await (await fetch(`${page}readyz`)).json()).toEqual({
      migrated: true,
      database: true,
      roles: { http: 'ready', bot: 'ready', dispatch: 'ready' },
    });
    expect(await (await fetch(page)).text()).toContain('<!doctype html>');
    const token = greeting['API token']?.split(' ')[0] ?? '';
    expect((await listTools(greeting.API ?? '', token)).status).toBe(200);

    herald.child.kill('SIGTERM');
    expect(await herald.ended).toEqual({ code: 0, complaints: '' });

    // The second start finds what the first one left, and does not show the token again.
    const again = start();
    const second = await greetingOf(again);
    expect(second['API token']).toMatch(/^the one shown at the first start/);
    expect((await listTools(second.API ?? '', token)).status).toBe(200);
    again.child.kill('SIGINT');
    expect((await again.ended).code).toBe(0);
  });

  test('refuses a directory that another one works in, with a sentence', async () => {
    const first = start();
    await greetingOf(first);

    const { code, complaints } = await start().ended;

    expect(code).toBe(1);
    expect(complaints).toMatch(/^Another Herald is running on .*DATA_DIR of its own\.\n$/);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['a configuration that is wrong', { PORT: 'x', ROLES: 'cook' }, /PORT: [\s\S]*ROLES/],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://h:s3cret@127.0.0.1:1/herald' },
      /^The database 127\.0\.0\.1:1\/herald cannot be used.*DATABASE_URL/,
    ],
  ])('ends with a sentence and no stack on %s', async (_, env, sentence) => {
    const { code, complaints } = await start(env).ended;

    expect(code).toBe(1);
    expect(complaints).toMatch(sentence);
    expect(complaints).not.toMatch(/ at |s3cret/);
  });

  test('names PORT when the port is taken, and shows its token at the start that works', async () => {
    const first = start();
    const { port } = new URL((await greetingOf(first))['Web page'] ?? '');
    const ownDir = { DATA_DIR: join(dataDir, 'second') };

    const { code, complaints } = await start({ ...ownDir, PORT: port }).ended;

    expect(code).toBe(1);
    expect(complaints).toMatch(new RegExp(`^Port ${port} is taken .*PORT`));
    expect((await greetingOf(start(ownDir)))['API token']).toMatch(/^hd_/);
  });
});
