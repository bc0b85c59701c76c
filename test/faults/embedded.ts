import { countOf, type Scenario, start } from './scenario.ts';
import { type Stage, sleep, until } from './stage.ts';
import type { Worker } from './worker.ts';

const people = 120;

/** The embedded database dies with its process, and is opened again by the next one. */
export const embedded: readonly Scenario[] = [
  killedWhen('a message has arrived, and is not answered', 'taken'),
  killedWhen('an answer has left the far end', 'answered'),
  {
    name: 'embedded: kill -9 while answers are written down',
    on: 'embedded',
    people: 300,
    kills: 5,
    async happens(stage, campaign) {
      await start(stage, campaign);
      // Answers are collected for 20 ms and then written; these moments lie around that.
      for (const delayMs of [18, 22, 26, 30, 34]) {
        await killAfter(stage, 'answered', 30, delayMs);
      }
      await stage.worker();
    },
  },
  {
    name: 'embedded: kill -9 while the campaign is planned',
    on: 'embedded',
    people: 6000,
    kills: 4,
    // Without a limit more is under way at once.
    unanswered: 2000,
    stage: { tier: 'TIER_UNLIMITED' },
    async happens(stage, campaign) {
      let worker = await stage.worker();
      await start(stage, campaign);
      for (const delayMs of [0, 60, 120, 240]) {
        await sleep(delayMs);
        await worker.kill();
        worker = await stage.worker();
      }
    },
  },
  {
    name: 'embedded: kill -9 ten times, at any moment',
    on: 'embedded',
    people: 400,
    kills: 10,
    async happens(stage, campaign) {
      await start(stage, campaign);
      for (let i = 1; i <= 10; i += 1) {
        const worker = await stage.worker();
        const before = countOf(stage, campaign);
        await until(() => countOf(stage, campaign) > before + 3 * i);
        await worker.kill();
      }
      await stage.worker();
    },
  },
  {
    name: 'embedded: SIGTERM in the middle',
    on: 'embedded',
    people,
    async happens(stage, campaign, wrong) {
      const worker = await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 30);
      const code = await worker.stop();
      const [left] = await stage.ask('select count(*)::integer as n from in_flight', []);
      if (code !== 0 || left?.n !== 0) wrong.push(`exit ${code}, ${left?.n} left in flight`);
      await stage.worker();
    },
  },
];

/** Two kills, each at the very moment of one message. */
function killedWhen(what: string, moment: 'taken' | 'answered'): Scenario {
  return {
    name: `embedded: kill -9 when ${what}`,
    on: 'embedded',
    people,
    kills: 2,
    async happens(stage, campaign) {
      await stage.worker();
      await start(stage, campaign);
      for (let i = 0; i < 2; i += 1) await killAfter(stage, moment, 20);
      await stage.worker();
    },
  };
}

/** Kills the process when the n-th message from now on is taken or answered, or so much later. */
async function killAfter(
  stage: Stage,
  moment: 'taken' | 'answered',
  nth: number,
  delayMs = 0,
): Promise<void> {
  const worker = await stage.worker();
  await new Promise<void>((resolve) => {
    let seen = 0;
    stage.watch((happened) => {
      if (happened !== moment) return;
      seen += 1;
      if (seen === nth) resolve(killLater(worker, delayMs));
    });
  });
}

async function killLater(worker: Worker, delayMs: number): Promise<void> {
  if (delayMs > 0) await sleep(delayMs);
  await worker.kill();
}
