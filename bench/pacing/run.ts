import { parseArgs } from 'node:util';
import { leaseTtlMs } from '../../src/database/leases.ts';
import { sayGoal } from '../ground/goals.ts';
import { say, sayResult, sizeAsked } from '../measure/report.ts';
import { type Case, type Outcome, play } from './case.ts';

/*
 * Whether a number keeps to its limit and makes use of it, however many processes there are and
 * whoever is killed. See README.md.
 */

const size = sizeAsked();
const { values } = parseArgs({ options: { limit: { type: 'string' } }, strict: false });
/** A process that is there already tries so often to take the number. */
const heirLooksMs = 200;
const seconds = size === 'full' ? 60 : 10;
const levels = [
  { limit: 80, throughput: 'STANDARD' },
  { limit: 1000, throughput: 'HIGH' },
].filter(({ limit }) => values.limit === undefined || Number(values.limit) === limit);

say('limit  processes   busiest second      mean a second     silence at    a start   core of');
say('                  far end   own       before   after    the kill ms       ms   the owner');
const outcomes: Outcome[] = [];
for (const level of levels) {
  for (const processes of [1, 2, 4]) {
    const outcome = await play({ ...level, processes, seconds });
    outcomes.push(outcome);
    sayOutcome(outcome);
  }
}
say('');
const goals = outcomes.flatMap(judge);
sayResult('pacing', size, { seconds, outcomes, goals });

function sayOutcome({ limit, processes, farEnd, own, startMs, ownerCore }: Outcome): void {
  say(
    String(limit).padEnd(5) +
      cell(processes, 11) +
      cell(farEnd.busiestSecond, 10) +
      cell(own.busiestSecond, 6) +
      cell(own.meanBefore, 13, 1) +
      cell(own.meanAfter, 8, 1) +
      cell(own.gapMs, 15) +
      cell(startMs, 11) +
      cell(ownerCore, 10, 2),
  );
}

function judge(outcome: Outcome) {
  const { limit, farEnd, own, startMs } = outcome;
  const name = describe(outcome);
  const unit = 'a second';
  const mean = Math.min(own.meanBefore, own.meanAfter);
  return [
    sayGoal(`${name}: busiest second, by the far end`, farEnd.busiestSecond, {
      max: limit + 1,
      unit,
    }),
    sayGoal(`${name}: busiest second, by the owners`, own.busiestSecond, { max: limit, unit }),
    sayGoal(`${name}: mean, before or after the kill`, mean, { min: 0.985 * limit, unit }),
    sayGoal(`${name}: silence at the kill`, own.gapMs, {
      max: leaseTtlMs + Math.max(startMs, heirLooksMs),
      unit: 'ms',
    }),
  ];
}

function describe({ limit, processes }: Case): string {
  return `${limit}/s, ${processes} ${processes === 1 ? 'process' : 'processes'}`;
}

function cell(value: number, width: number, digits = 0): string {
  return value.toFixed(digits).padStart(width);
}
