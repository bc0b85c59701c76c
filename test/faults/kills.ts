import { opening, planning, recording, recovering, takingOver } from './moments.ts';
import type { Moment } from './postgres-proxy.ts';
import { countOf, hasReached, isOver, type Scenario, start } from './scenario.ts';
import type { ServerStage } from './server-stage.ts';
import { isConnectedTo } from './sockets.ts';
import { until } from './stage.ts';
import type { Worker } from './worker.ts';

const people = 120;

/** Processes that die on PostgreSQL, at every step of their work. */
export const kills: readonly Scenario[] = [
  killedAt('before a window opens', { statement: opening, nth: 3, when: 'before' }),
  killedAt('a window is written, not committed', {
    statement: opening,
    nth: 3,
    when: 'uncommitted',
  }),
  killedAt('a window is committed, nobody heard', {
    statement: opening,
    nth: 3,
    when: 'unanswered',
  }),
  killedAt('answers are not recorded yet', { statement: recording, nth: 3, when: 'before' }),
  killedAt('answers are recorded, not committed', {
    statement: recording,
    nth: 3,
    when: 'uncommitted',
  }),
  killedAt('answers are committed, nobody heard', {
    statement: recording,
    nth: 3,
    when: 'unanswered',
  }),
  killedAt('before a page is planned', { statement: planning, nth: 1, when: 'before' }),
  killedAt('a page is planned, not committed', {
    statement: planning,
    nth: 1,
    when: 'uncommitted',
  }),
  killedAt('a page is planned, nobody heard', { statement: planning, nth: 1, when: 'unanswered' }),
  killedAt('a number is being taken', { statement: takingOver, nth: 1, when: 'executed' }),
  {
    name: 'kill -9: the bytes left, no answer came',
    on: 'server',
    people,
    kills: 1,
    unanswered: 10,
    async happens(stage, campaign) {
      const worker = await stage.worker();
      for (const to of campaign.people.slice(40, 50))
        stage.cloud.fault(to, { kind: 'hang', taken: true });
      await start(stage, campaign);
      await until(() => hasReached(stage, campaign.people[45]));
      await worker.kill();
      await stage.worker();
    },
  },
  {
    name: 'kill -9: the heir too, while it takes over',
    on: 'server',
    people,
    kills: 1,
    async happens(stage, campaign) {
      const first = await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 30);
      await first.kill();
      await killAt(stage, { statement: recovering, nth: 1, when: 'uncommitted' });
      await stage.worker();
    },
  },
  {
    name: 'kill -9: ten times, at any moment',
    on: 'server',
    people: 400,
    kills: 10,
    async happens(stage, campaign) {
      await start(stage, campaign);
      for (let i = 1; i <= 10; i += 1) {
        const worker = await stage.worker();
        const before = countOf(stage, campaign);
        await until(() => countOf(stage, campaign) > before + 7 || isOver(stage, campaign));
        await worker.kill();
      }
      await stage.worker();
    },
  },
  {
    name: 'kill -9: one of four processes',
    on: 'server',
    people: 300,
    kills: 1,
    async happens(stage, campaign) {
      const workers: Worker[] = [];
      for (let i = 0; i < 4; i += 1) workers.push(await stage.worker());
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      await ownerOf(stage, workers).kill();
    },
  },
];

/** Kills a worker at an exact moment of its work, and lets another one go on. */
function killedAt(what: string, moment: Moment): Scenario {
  return {
    name: `kill -9: ${what}`,
    on: 'server',
    people,
    kills: 1,
    async happens(stage, campaign) {
      await killAt(stage, moment, () => start(stage, campaign));
      await stage.worker();
    },
  };
}

async function killAt(stage: ServerStage, moment: Moment, then = async () => {}): Promise<void> {
  const proxy = await stage.proxy();
  let isTime = () => {};
  const time = new Promise<void>((resolve) => {
    isTime = resolve;
  });
  proxy.at(moment, () => isTime());
  const worker = await stage.worker(proxy);
  await then();
  await time;
  await worker.kill();
  await proxy.close();
}

/** Whoever sends now: nobody else is connected to the far end. */
export function ownerOf({ cloud }: ServerStage, workers: readonly Worker[]): Worker {
  const port = Number(new URL(cloud.url).port);
  const owner = workers.find(({ child }) => isConnectedTo(child.pid ?? 0, port));
  if (!owner) throw new Error('No worker owns the number.');
  return owner;
}
