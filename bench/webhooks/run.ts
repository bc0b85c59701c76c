import { sayGoal } from '../ground/goals.ts';
import { median, say, sayResult, sizeAsked } from '../measure/report.ts';
import { type Reading, readStatuses, sendTo } from './reading.ts';
import { openStage, type Round } from './stage.ts';

/*
 * What it costs to write an event down before it is answered: Herald's webhook beside one that only
 * checks the signature, and beside one that commits for each post. See README.md beside this file.
 */

const checked = '/webhooks/checked';
const each = '/webhooks/each';
const herald = '/webhooks/cloud';

const size = sizeAsked();
const isFull = size === 'full';
const roundsMax = isFull ? 5 : 3;
const posts = isFull ? 60_000 : 12_000;
// So much slower that as many would take minutes.
const postsOf = { [checked]: posts, [each]: posts / 4, [herald]: posts };
const steadyPerSecond = 1_000;
const steadySeconds = isFull ? 30 : 10;
const statuses = isFull ? 50_000 : 10_000;
const campaignId = 1;

const stage = await openStage(campaignId);
try {
  for (const [path, count] of Object.entries(postsOf)) await stage.post(path, count);
  const alreadyStored = await countStored();

  say('CPU in microseconds a post\n');
  say('webhook               posts/s   p50 ms   p99 ms   max ms   server   postgres');
  const rounds: Round[] = [];
  for (let i = 0; i < roundsMax; i += 1) {
    for (const [path, count] of Object.entries(postsOf)) {
      rounds.push(sayRound(await stage.post(path, count)));
    }
  }
  const steady = sayRound(
    await stage.post(herald, steadyPerSecond * steadySeconds, steadyPerSecond),
  );
  const stored = (await countStored()) - alreadyStored;
  const taken = sum([...rounds, steady].filter(({ path }) => path !== checked));

  say('\nstatuses read         a second    CPU: node   postgres');
  await stage.ground.db.deleteFrom('event').execute();
  await sendTo(stage.ground, statuses, campaignId);
  const readings: Reading[] = [];
  for (const status of ['delivered', 'read'] as const) {
    readings.push(sayReading(await readStatuses(stage.ground, campaignId, status, statuses)));
  }

  say('');
  const goals = [
    sayGoal('Herald, against checking the signature alone', ratio(rounds, checked), times(0.8)),
    sayGoal('Herald, against a commit for each post', ratio(rounds, each), times(2)),
    sayGoal('answered with 200 and not stored, or the reverse', Math.abs(taken - stored), {
      max: 0,
      unit: 'posts',
    }),
    sayGoal('statuses read', Math.min(...readings.map(({ perSecond }) => perSecond)), {
      min: steadyPerSecond,
      unit: 'a second',
    }),
  ];
  sayResult('webhooks', size, { rounds, steady, stored, taken, readings, goals });
} finally {
  await stage.close();
}

async function countStored(): Promise<number> {
  const { n } = await stage.ground.db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

function sum(rounds: readonly Round[]): number {
  return rounds.reduce((total, { taken }) => total + taken, 0);
}

/** Herald's rate over that of another path in the same round; of all rounds the median. */
function ratio(rounds: readonly Round[], other: string): number {
  const ratesOf = (path: string) => rounds.filter((r) => r.path === path).map((r) => r.perSecond);
  const others = ratesOf(other);
  return median(ratesOf(herald).map((rate, i) => rate / (others[i] ?? Number.NaN)));
}

function times(min: number) {
  return { min, unit: 'times' };
}

function sayRound(round: Round): Round {
  const { path, perSecond, p50Ms, p99Ms, maxMs, server, postgres } = round;
  say(
    path.padEnd(20) +
      cell(perSecond, 9) +
      cell(p50Ms, 9, 1) +
      cell(p99Ms, 9, 1) +
      cell(maxMs, 9, 1) +
      cell(server, 9) +
      cell(postgres, 11),
  );
  return round;
}

function sayReading(reading: Reading): Reading {
  const { status, perSecond, node, postgres, moved } = reading;
  say(
    status.padEnd(20) +
      cell(perSecond, 10) +
      cell(node, 13) +
      cell(postgres, 11) +
      `   ${moved} moved`,
  );
  return reading;
}

function cell(value: number, width: number, digits = 0): string {
  return value.toFixed(digits).padStart(width);
}
