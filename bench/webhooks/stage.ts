import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createCloudBridge } from '../../src/bridges/cloud/bridge.ts';
import { createVault } from '../../src/vault.ts';
import { type Ground, openGround } from '../ground/house.ts';
import { cpuOfTree } from '../measure/cpu.ts';
import { median, percentile } from '../measure/report.ts';
import type { LoadResult, LoadTask } from './load.ts';
import { numberKey } from './status.ts';

export interface Round {
  path: string;
  posts: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** CPU time a post, in microseconds. */
  server: number;
  postgres: number;
  load: number;
  /** Answered with 200. */
  taken: number;
}

export interface Stage {
  ground: Ground;
  post(path: string, posts: number, rate?: number): Promise<Round>;
  close(): Promise<void>;
}

const connections = 64;

/** A database, Herald's HTTP side and whoever posts, each a process of its own. */
export async function openStage(campaignId: number): Promise<Stage> {
  const bridge = createCloudBridge({ vault: createVault('a key of the benchmark') });
  const ground = await openGround(bridge);
  await connectNumber(ground);
  const server = start('server.ts', ground.cluster.url);
  const load = start('load.ts');
  const close = async () => {
    await Promise.all([server, load].map(end));
    await bridge.close();
    await ground.close();
  };
  const [port] = await Promise.all([heard(server), heard(load)]).catch(async (error) => {
    await close();
    throw error;
  });
  let from = 1;

  return {
    ground,
    async post(path, posts, rate) {
      const cpu = () => [server.pid, ground.cluster.pid, load.pid].map((pid = 0) => cpuOfTree(pid));
      const before = cpu();
      const task: LoadTask = { port: Number(port), path, campaignId, from, posts, connections };
      from += posts;
      load.send({ ...task, rate });
      const { answers, seconds, latenciesMs } = (await heard(load)) as LoadResult;
      const used = cpu().map((now, i) => (now - (before[i] ?? 0)) / posts);
      return {
        path,
        posts,
        perSecond: posts / seconds,
        p50Ms: median(latenciesMs),
        p99Ms: percentile(latenciesMs, 0.99),
        maxMs: percentile(latenciesMs, 1),
        server: used[0] ?? Number.NaN,
        postgres: used[1] ?? Number.NaN,
        load: used[2] ?? Number.NaN,
        taken: answers[200] ?? 0,
      };
    },
    close,
  };
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  program.disconnect();
  await once(program, 'exit');
}

async function connectNumber({ db, workspaceId }: Ground): Promise<void> {
  await db
    .insertInto('sender')
    .values({
      workspace_id: workspaceId,
      bridge: 'cloud',
      number_key: numberKey,
      status: 'connected',
      config: {},
    })
    .execute();
}

function start(file: string, ...given: string[]): ChildProcess {
  return fork(join(import.meta.dirname, file), given, { execArgv: ['--import', 'tsx'] });
}

/** What a program says next; an error when it ends instead. */
function heard(program: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A program ended with ${code}.`));
    program.once('exit', ended);
    program.once('message', (message) => {
      program.off('exit', ended);
      resolve(message);
    });
  });
}
