import { type Scenario, scenarios } from './scenarios.ts';
import { openStage } from './stage.ts';
import { judge, type Verdict } from './verdict.ts';

/*
 * `npm run test:faults [-- part of a name]`: real processes, a real PostgreSQL, and a far end that
 * counts people. Prints a table, and exits with 1 unless nobody was lost and nobody messaged twice.
 */

const wanted = process.argv[2] ?? '';
const chosen = scenarios.filter(({ name }) => name.includes(wanted));
const say = (text: string) => process.stdout.write(`${text}\n`);

say(row('fault', 'people', 'lost', 'twice', 'unknown', 'settled'));
say('-'.repeat(100));
let isWrong = false;
for (const scenario of chosen) {
  const verdict = await play(scenario);
  const { lost, twice, unknown, settled, wrong } = verdict;
  say(row(scenario.name, scenario.people, lost, twice, unknown, settled));
  for (const sentence of wrong.slice(0, 5)) say(`    ${sentence}`);
  if (wrong.length > 0) isWrong = true;
}
process.exitCode = isWrong ? 1 : 0;

/** Each scenario has a stage of its own: a worker of another one must not finish its campaign. */
async function play(scenario: Scenario): Promise<Verdict> {
  const stage = await openStage();
  try {
    const campaign = await stage.campaign(scenario.people);
    await scenario.happens(stage, campaign);
    return await judge(stage, campaign);
  } catch (error) {
    for (const line of stage.complaints().slice(-10)) say(`    ${line}`);
    throw error;
  } finally {
    await stage.close();
  }
}

function row(name: string, ...cells: (string | number)[]): string {
  return name.padEnd(64) + cells.map((cell) => String(cell).padStart(9)).join('');
}
