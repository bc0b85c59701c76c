import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { startCluster } from '../../test/support/postgres-cluster.ts';
import { cpuOfTree } from '../measure/cpu.ts';
import { median, say, sayResult, sizeAsked } from '../measure/report.ts';
import { type Contender, startProgram } from './contender.ts';
import { copyDirectory, prepareDirectory, prepareTemplate, startHerald } from './herald.ts';

const sizes = {
  small: { people: 20_000, slowPeople: 10_000, warmUp: 4_000, rounds: 3 },
  full: { people: 100_000, slowPeople: 40_000, warmUp: 5_000, rounds: 5 },
} as const;

const size = sizeAsked();
const { people, slowPeople, warmUp, rounds } = sizes[size];
const template = 'herald_planned';
/** `--only=herald,keyset` leaves the others out, for whoever tunes something. */
const { values: asked } = parseArgs({ options: { only: { type: 'string' } }, strict: false });

/** What one round of one contender took, per message. */
interface Figures {
  perSecond: number;
  nodeUs: number;
  postgresUs: number;
  sinkUs: number;
}

const cluster = await startCluster({
  durable: true,
  settings: { shared_buffers: '1GB', max_wal_size: '8GB' },
});
if (!cluster) throw new Error('This benchmark needs PostgreSQL: install Debian’s postgresql.');
const { url, pid: postgresPid } = cluster;
const admin = postgres(url, { max: 1, onnotice: () => {} });
const sink = await startSink();

await admin.unsafe(`create database ${template}`);
const onPostgres = await prepareTemplate(nameIn(url, template), sink.url, { people, warmUp });
const onPglite = await prepareDirectory(sink.url, { people, warmUp });

const hasPeers = existsSync(join(import.meta.dirname, '../node_modules/pg-boss'));
const contenders: Record<string, (databaseUrl: string) => Promise<Contender>> = {
  herald: (databaseUrl) => startHerald({ databaseUrl }, onPostgres, sink.taken),
  keyset: (databaseUrl) => startProgram('dispatch/keyset.ts', taskOn(databaseUrl, people)),
  ...(hasPeers && {
    'pg-boss': (databaseUrl: string) =>
      startProgram('peers/pg-boss.ts', taskOn(databaseUrl, people)),
    'graphile-worker': (databaseUrl: string) =>
      startProgram('peers/graphile-worker.ts', taskOn(databaseUrl, slowPeople)),
  }),
  'herald on PGlite': async () => {
    const dataDir = await copyDirectory(onPglite.directory);
    return startHerald({ dataDir }, onPglite.prepared, sink.taken);
  },
};

const chosen = Object.entries(contenders).filter(
  ([name]) => typeof asked.only !== 'string' || asked.only.split(',').includes(name),
);
const figures = new Map<string, Figures[]>(chosen.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, start] of inTurn(chosen, round)) {
    const measured = await measure(name, start);
    figures.get(name)?.push(measured);
    say(`round ${round + 1}  ${lineOf(name, measured)}`);
  }
}
await end();
report();

async function measure(name: string, start: (url: string) => Promise<Contender>): Promise<Figures> {
  const database = `round_${name.replaceAll(/\W/g, '_')}`;
  const from = name === 'herald' ? template : 'template1';
  await admin.unsafe(`create database ${database} template ${from}`);
  const contender = await start(nameIn(url, database));
  await admin`checkpoint`;
  const before = readCpu(contender);
  await contender.drain();
  const after = readCpu(contender);
  await contender.end();
  await admin.unsafe(`drop database ${database} with (force)`);
  const each = (read: (cpu: typeof before) => number) =>
    (read(after) - read(before)) / contender.people;
  return {
    perSecond: 1000 / each(({ atMs }) => atMs),
    nodeUs: each(({ node }) => node),
    postgresUs: each(({ postgres }) => postgres),
    sinkUs: each(({ sink }) => sink),
  };
}

function readCpu({ pid }: Contender) {
  return {
    atMs: performance.now(),
    node: cpuOfTree(pid),
    postgres: cpuOfTree(postgresPid),
    sink: cpuOfTree(sink.pid),
  };
}

/** Whoever is first in a round is last in the next one. */
function inTurn<T>(items: T[], round: number): T[] {
  return round % 2 === 0 ? items : items.reverse();
}

function taskOn(databaseUrl: string, count: number) {
  return { databaseUrl, bridgeUrl: sink.url, people: count, warmUp };
}

function nameIn(clusterUrl: string, database: string): string {
  return clusterUrl.replace(/\/postgres$/, `/${database}`);
}

async function startSink() {
  const file = join(import.meta.dirname, 'sink.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const sinkUrl = `http://127.0.0.1:${String(port).trim()}`;
  return {
    url: sinkUrl,
    pid: child.pid ?? 0,
    async taken(): Promise<number> {
      const response = await fetch(`${sinkUrl}/_taken`);
      return ((await response.json()) as { taken: number }).taken;
    },
    stop: () => child.kill('SIGKILL'),
  };
}

async function end(): Promise<void> {
  sink.stop();
  await admin.end();
  await cluster?.stop();
  await rm(onPglite.directory, { recursive: true, force: true });
}

function report(): void {
  const medians = Object.fromEntries([...figures].map(([name, all]) => [name, medianOf(all)]));
  say('');
  say('medians      engine              msgs/s   node us     pg us   sink us');
  for (const [name, all] of Object.entries(medians)) say(`             ${lineOf(name, all)}`);
  const ratios = {
    toKeyset: ratio('herald', 'keyset'),
    toPgBoss: ratio('herald', 'pg-boss'),
    toGraphileWorker: ratio('herald', 'graphile-worker'),
    pgliteToPostgres: ratio('herald on PGlite', 'herald'),
  };
  say('');
  sayRatio('to the keyset loop (no ledger)', ratios.toKeyset, 0.75);
  sayRatio('to pg-boss, batched', ratios.toPgBoss, 1.7);
  sayRatio('to graphile-worker, local queue', ratios.toGraphileWorker, 4.5);
  sayRatio('PGlite to PostgreSQL', ratios.pgliteToPostgres, 0.75);
  if (!hasPeers) {
    say('The peers were left out: they are not installed. `npm ci --prefix bench` does it.');
  }
  say('What bounds it: sender, PostgreSQL and far end share the cores of this machine.');
  sayResult('dispatch', size, { people, rounds, medians, ratios });
}

/** The median of what it was in each round: neighbours of one minute slow both down. */
function ratio(name: string, other: string): number {
  const others = figures.get(other) ?? [];
  const inRounds = (figures.get(name) ?? []).map(
    ({ perSecond }, round) => perSecond / (others[round]?.perSecond ?? Number.NaN),
  );
  return median(inRounds);
}

function medianOf(all: readonly Figures[]): Figures {
  const of = (key: keyof Figures) => median(all.map((one) => one[key]));
  return {
    perSecond: of('perSecond'),
    nodeUs: of('nodeUs'),
    postgresUs: of('postgresUs'),
    sinkUs: of('sinkUs'),
  };
}

function lineOf(name: string, { perSecond, nodeUs, postgresUs, sinkUs }: Figures): string {
  const [rate, ...costs] = [perSecond.toFixed(0), ...[nodeUs, postgresUs, sinkUs].map(oneDigit)];
  return `${name.padEnd(18)}${rate.padStart(8)}${costs.map((cost) => cost.padStart(10)).join('')}`;
}

function oneDigit(value: number): string {
  return value.toFixed(1);
}

function sayRatio(what: string, value: number, goal: number): void {
  if (Number.isNaN(value)) return;
  say(`${what.padEnd(34)}${value.toFixed(2).padStart(6)}   goal ${goal}`);
}
