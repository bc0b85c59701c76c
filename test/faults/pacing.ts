import { rate } from './bound.ts';
import { ownerOf } from './kills.ts';
import { countOf, hasEnded, isOver, type Scenario, start } from './scenario.ts';
import { type Campaign, receivedOf, type Stage, sleep, until } from './stage.ts';
import type { Worker } from './worker.ts';

const personGapMs = 6 * 1000;
const leaseTtlMs = 1200;
/** Two looks at the number, taking it, closing what its owner left open, and opening the first window. */
const startMs = 800;
/** From the write to the moment in which the far end has read it, at most. */
const wireMs = 50;
/** How much slower than its limit a number may be on average. */
const slowerMax = 0.015;

/** Limits, measured at the far end; the processes share one machine with it, so one message may come late. */
export const pacing: readonly Scenario[] = [
  atFullPace(1),
  atFullPace(2),
  atFullPace(4),
  {
    name: 'pacing: two campaigns to one person, and a kill',
    on: 'server',
    people: 120,
    kills: 1,
    async happens(stage, campaign, wrong) {
      const second = await stage.campaign(campaign.people);
      const workers = [await stage.worker(), await stage.worker()];
      await start(stage, campaign);
      await start(stage, second);
      await until(() => countOf(stage, campaign) > 60);
      await ownerOf(stage, workers).kill();
      for (const one of [campaign, second]) await until(() => hasEnded(stage, one));
      for (const person of campaign.people) {
        const gapMs = shortestGapMs(arrivals(stage).filter(({ to }) => to === person));
        if (gapMs < personGapMs) wrong.push(`${person} was written to twice within ${gapMs} ms`);
      }
    },
  },
  {
    name: 'pacing: 3 s between messages, in a crash loop of 2 s',
    on: 'server',
    people: 6,
    kills: 6,
    choices: { send_interval_seconds: 3 },
    async happens(stage, campaign, wrong) {
      await start(stage, campaign);
      for (let i = 0; i < 6; i += 1) {
        const worker = await stage.worker();
        await sleep(2 * 1000);
        await worker.kill();
      }
      await stage.worker();
      await until(() => hasEnded(stage, campaign));
      const gapMs = shortestGapMs(receivedOf(stage, campaign));
      if (gapMs < 3 * 1000 - wireMs) wrong.push(`two messages within ${gapMs} ms`);
    },
  },
];

/** Fifteen seconds of messages, and the process that sends them is killed in the middle. */
function atFullPace(processes: number): Scenario {
  return {
    name: `pacing: at full pace with ${processes} ${processes === 1 ? 'process' : 'processes'}, and a kill`,
    on: 'server',
    people: 15 * rate,
    kills: 1,
    async happens(stage, campaign, wrong) {
      const workers: Worker[] = [];
      for (let i = 0; i < processes; i += 1) workers.push(await stage.worker());
      await start(stage, campaign);
      await until(() => countOf(stage, campaign) > 7 * rate);
      await ownerOf(stage, workers).kill();
      const killedAtMs = performance.timeOrigin + performance.now();
      if (processes === 1) await stage.worker();
      const startedAtMs = performance.timeOrigin + performance.now();
      await until(() => isOver(stage, campaign) || isStill(stage), 40_000);
      const readyMs = processes === 1 ? startedAtMs : killedAtMs;
      wrong.push(...pacingFaults(stage, campaign, killedAtMs, readyMs));
    },
  };
}

/** Nothing has come for a while: the rest is in doubt. */
function isStill({ cloud }: Stage): boolean {
  const last = cloud.received.at(-1)?.atMs ?? 0;
  return performance.timeOrigin + performance.now() - last > 4 * leaseTtlMs;
}

function pacingFaults(stage: Stage, campaign: Campaign, killedAtMs: number, readyMs: number) {
  const atMs = receivedOf(stage, campaign).map((one) => one.atMs);
  const before = atMs.filter((at) => at <= killedAtMs);
  const after = atMs.filter((at) => at > Math.max(readyMs, before.at(-1) ?? 0));
  const wrong: string[] = [];

  const busiest = busiestSecond(atMs);
  if (busiest > rate + 1) wrong.push(`${busiest} messages in one second`);
  for (const [when, part] of Object.entries({ before, after })) {
    const mean = meanRate(part);
    if (mean < rate * (1 - slowerMax)) wrong.push(`${mean.toFixed(2)} a second ${when} the kill`);
  }
  const gapMs = (after[0] ?? Infinity) - readyMs;
  if (gapMs > leaseTtlMs + startMs) wrong.push(`nothing for ${gapMs.toFixed(0)} ms after the kill`);
  return wrong;
}

/** The most that fit into any second, wherever it begins. */
function busiestSecond(atMs: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [last, at] of atMs.entries()) {
    while ((atMs[first] ?? at) <= at - 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function meanRate(atMs: readonly number[]): number {
  const [first = 0] = atMs;
  return ((atMs.length - 1) * 1000) / ((atMs.at(-1) ?? 0) - first);
}

function arrivals({ cloud }: Stage) {
  return cloud.received.map(({ to, atMs }) => ({ to, atMs }));
}

function shortestGapMs(messages: readonly { atMs: number }[]): number {
  const gaps = messages.slice(1).map(({ atMs }, i) => atMs - (messages[i]?.atMs ?? 0));
  return Math.min(...gaps, Number.POSITIVE_INFINITY);
}
