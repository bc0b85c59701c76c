import type { Moment } from './postgres-proxy.ts';
import type { Campaign, Stage } from './stage.ts';
import { until } from './stage.ts';
import type { Worker } from './worker.ts';

/** What happens to a running campaign. Whoever still lives when it returns finishes the campaign. */
export interface Scenario {
  name: string;
  people: number;
  happens(stage: Stage, campaign: Campaign): Promise<void>;
}

const opening = 'insert into in_flight';
const recording = 'update message m set';
const planning = 'insert into message';
const takingOver = 'insert into sender_lease';
const recovering = 'from "in_flight"';
const people = 120;

export const scenarios: readonly Scenario[] = [
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
    people,
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
    people,
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
    people: 400,
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
    people: 300,
    async happens(stage, campaign) {
      const workers: Worker[] = [];
      for (let i = 0; i < 4; i += 1) workers.push(await stage.worker());
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      const owner = await ownerOf(stage, workers);
      await owner.kill();
    },
  },
  {
    name: 'SIGTERM in the middle',
    people,
    async happens(stage, campaign) {
      const worker = await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 30);
      const code = await worker.stop();
      const [left] = await stage.db`select count(*)::int as n from in_flight`;
      if (code !== 0 || left?.n !== 0) throw new Error(`exit ${code}, ${left?.n} left in flight`);
      await stage.worker();
    },
  },
  {
    name: 'PostgreSQL stops and starts again',
    people: 300,
    async happens(stage, campaign) {
      await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      await stage.cluster.restart();
    },
  },
  {
    name: 'the way to PostgreSQL is cut for 3 s',
    people: 300,
    async happens(stage, campaign) {
      const proxy = await stage.proxy();
      await stage.worker(proxy);
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      proxy.cut();
      await new Promise((resolve) => setTimeout(resolve, 3 * 1000));
      proxy.mend();
      // The driver may bring the process down with it (porsager/postgres#1208); whoever supervises it starts another.
      await stage.worker();
    },
  },
  {
    name: 'the bridge cuts connections, before and after it took the message',
    people,
    async happens(stage, campaign) {
      // Few enough that the number is not taken for broken.
      for (const [i, to] of campaign.people.entries()) {
        if (i % 6 === 0) stage.cloud.fault(to, { kind: 'reset', taken: i % 12 === 0 });
      }
      await stage.worker();
      await start(stage, campaign);
    },
  },
  {
    name: 'frozen past its lease, and thawed',
    people: 300,
    async happens(stage, campaign) {
      const frozen = await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      frozen.freeze();
      await stage.worker();
      const before = countOf(stage, campaign);
      await until(() => countOf(stage, campaign) > before + 40);
      frozen.thaw();
    },
  },
  {
    name: 'statuses come before the answers',
    people,
    async happens(stage, campaign) {
      for (const to of campaign.people.slice(0, 40))
        stage.cloud.fault(to, { kind: 'slow', delayMs: 1500 });
      await stage.worker();
      await start(stage, campaign);
      await until(() => hasReached(stage, campaign.people[20]));
      await stage.cloud.tell(['sent', 'delivered'], campaign.people.slice(0, 20));
    },
  },
];

/** Kills a worker at an exact moment of its work, and lets another one go on. */
function killedAt(what: string, moment: Moment): Scenario {
  return {
    name: `kill -9: ${what}`,
    people,
    async happens(stage, campaign) {
      await killAt(stage, moment, () => start(stage, campaign));
      await stage.worker();
    },
  };
}

async function killAt(stage: Stage, moment: Moment, then = async () => {}): Promise<void> {
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

async function start(stage: Stage, { id }: Campaign): Promise<void> {
  await stage.call('start_campaign', { campaign_id: id });
}

function countOf({ cloud }: Stage, campaign: Campaign): number {
  const ours = new Set(campaign.people);
  return cloud.received.filter(({ to }) => ours.has(to)).length;
}

function hasReached({ cloud }: Stage, person: string | undefined): boolean {
  return cloud.received.some(({ to }) => to === person);
}

function isOver(stage: Stage, campaign: Campaign): boolean {
  return countOf(stage, campaign) >= campaign.people.length;
}

/** Whoever sends now: the one process that holds connections to the bridge is not told apart from outside, so all but one are asked to wait. */
async function ownerOf({ db }: Stage, workers: readonly Worker[]): Promise<Worker> {
  const [before] = await db`select owner from sender_lease order by expires_at desc limit 1`;
  for (const worker of workers) {
    worker.freeze();
    await new Promise((resolve) => setTimeout(resolve, 2 * 1000));
    const [after] = await db`select owner from sender_lease order by expires_at desc limit 1`;
    worker.thaw();
    if (after?.owner !== before?.owner) return worker;
  }
  throw new Error('No worker owns the number.');
}
