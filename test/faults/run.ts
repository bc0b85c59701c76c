import { parseArgs } from 'node:util';
import { boundOf, play } from './play.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import type { Verdict } from './verdict.ts';

/*
 * `npm run test:faults [-- part of a name] [--runs n]`: real processes, a real PostgreSQL and the
 * embedded database, and a far end that counts people. Prints a table, and exits with 1 unless
 * nobody was lost, nobody was messaged twice, and no more is in doubt than may be.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '1' } },
});
const wanted = positionals[0] ?? '';
const runs = Number(values.runs);
const say = (text: string) => process.stdout.write(`${text}\n`);

say(row('fault', 'runs', 'people', 'lost', 'twice', 'unknown', 'bound', 'settled'));
say('-'.repeat(nameWidth() + 8 * 7));
for (const scenario of scenarios.filter(({ name }) => name.includes(wanted))) {
  const verdicts: Verdict[] = [];
  for (let run = 0; run < runs; run += 1) verdicts.push(await playAndComplain(scenario));
  sayRow(scenario, verdicts);
}

async function playAndComplain(scenario: Scenario): Promise<Verdict> {
  const verdict = await play(scenario, (line) => say(`    ${line}`));
  verdict.wrong.push(...tooManyDoubts(scenario, verdict));
  if (verdict.wrong.length > 0) process.exitCode = 1;
  return verdict;
}

/** Windows grow with what opening one takes, so this is only for a machine that does nothing else. */
function tooManyDoubts(scenario: Scenario, { unknown }: Verdict): string[] {
  const bound = boundOf(scenario);
  return unknown > bound ? [`${unknown} are in doubt, where ${bound} may be`] : [];
}

/** `bound` is for one run; the other columns add up. */
function sayRow(scenario: Scenario, verdicts: readonly Verdict[]): void {
  const sum = (column: 'lost' | 'twice' | 'unknown' | 'settled') =>
    verdicts.reduce((total, verdict) => total + verdict[column], 0);
  const people = scenario.people * verdicts.length;
  const counts = [sum('lost'), sum('twice'), sum('unknown'), boundOf(scenario), sum('settled')];
  say(row(scenario.name, verdicts.length, people, ...counts));
  for (const sentence of verdicts.flatMap(({ wrong }) => wrong).slice(0, 5)) say(`    ${sentence}`);
}

function row(name: string, ...cells: (string | number)[]): string {
  return name.padEnd(nameWidth()) + cells.map((cell) => String(cell).padStart(8)).join('');
}

function nameWidth(): number {
  return Math.max(...scenarios.map(({ name }) => name.length));
}
