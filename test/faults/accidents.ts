import { opening } from './moments.ts';
import type { Moment } from './postgres-proxy.ts';
import { countOf, hasReached, type Scenario, start } from './scenario.ts';
import { sleep, until } from './stage.ts';

const people = 120;

/** What happens to processes that live on. */
export const accidents: readonly Scenario[] = [
  {
    name: 'SIGTERM in the middle',
    on: 'server',
    people,
    async happens(stage, campaign, wrong) {
      const worker = await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 30);
      const code = await worker.stop();
      const [left] = await stage.db`select count(*)::int as n from in_flight`;
      if (code !== 0 || left?.n !== 0) wrong.push(`exit ${code}, ${left?.n} left in flight`);
      await stage.worker();
    },
  },
  {
    name: 'PostgreSQL stops and starts again',
    on: 'server',
    people: 300,
    kills: 1,
    async happens(stage, campaign) {
      await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      await stage.cluster.restart();
    },
  },
  {
    name: 'the way to PostgreSQL is cut for 3 s',
    on: 'server',
    people: 300,
    kills: 1,
    async happens(stage, campaign) {
      const proxy = await stage.proxy();
      await stage.worker(proxy);
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      proxy.cut();
      await sleep(3 * 1000);
      proxy.mend();
      // The driver may bring the process down with it (porsager/postgres#1208); whoever supervises it starts another.
      await stage.worker();
    },
  },
  lostCommit('never arrives', 'uncommitted'),
  lostCommit('is not answered', 'unanswered'),
  lostCommit('arrives late', 'late'),
  {
    name: 'the bridge cuts connections, before and after it took the message',
    on: 'server',
    people,
    unanswered: people / 6,
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
    name: 'the bridge closes what was idle for 2 s, just when the next message leaves',
    on: 'server',
    people: 5,
    choices: { send_interval_seconds: 2 },
    stage: { idleMs: 2 * 1000 },
    async happens(stage, campaign) {
      await stage.worker();
      await start(stage, campaign);
    },
  },
  {
    name: 'frozen past its lease, and thawed',
    on: 'server',
    people: 240,
    kills: 1,
    async happens(stage, campaign, wrong) {
      const frozen = await stage.worker();
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
      frozen.freeze();
      const sockets = new Set(stage.cloud.received.map(({ port }) => port));
      await stage.worker();
      const before = countOf(stage, campaign);
      await until(() => countOf(stage, campaign) > before + 40);
      const beforeThaw = stage.cloud.received.length;
      frozen.thaw();
      await until(() => countOf(stage, campaign) > before + 120);
      // What was past its gate when the process froze is one message at most, as they leave one by one.
      const late = stage.cloud.received.slice(beforeThaw).filter(({ port }) => sockets.has(port));
      if (late.length > 1) wrong.push(`${late.length} messages left a process without a lease`);
    },
  },
  {
    name: 'frozen in the middle of a transaction, with the number’s lease locked',
    on: 'server',
    people,
    kills: 1,
    async happens(stage, campaign) {
      const proxy = await stage.proxy();
      const frozen = await stage.worker(proxy);
      proxy.at({ statement: opening, nth: 3, when: 'executed' }, () => frozen.freeze());
      await start(stage, campaign);
      await stage.worker();
      // Ends only when PostgreSQL itself ends what the frozen process has begun.
      await until(() => countOf(stage, campaign) > people - 30, 20_000);
      frozen.thaw();
    },
  },
  {
    name: 'statuses come before the answers',
    on: 'server',
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

/** The process lives, and does not know whether its window was opened. Nothing of it had left. */
function lostCommit(what: string, when: Moment['when']): Scenario {
  return {
    name: `the COMMIT of a window ${what}, and the connection breaks`,
    on: 'server',
    people,
    kills: 1,
    async happens(stage, campaign) {
      const proxy = await stage.proxy();
      proxy.at({ statement: opening, nth: 3, when }, (breakConnection) => breakConnection());
      await stage.worker(proxy);
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 60);
    },
  };
}
