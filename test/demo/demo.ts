/*
 * `npm run demo`: a campaign from the file to the last answer, without hands. It starts Herald as
 * `npm start` does, plays its operator in the simulated Telegram, watches the simulated phones,
 * and at the end holds what Herald says against what the phones got.
 *
 *   --resume        goes on with the data of a demo that was killed
 *   --kill-at <n>   kills Herald and itself once WhatsApp took n messages
 *   --bridge <b>    plays with a dozen people at a fake cloud, waha or evolution server
 */
import { inspect } from 'node:util';
import { Refusal } from '../../src/errors.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { fakeBridges } from './bridge/fake.ts';
import { openDataDirectory } from './data-directory.ts';
import { refuseUsedDatabase } from './empty-database.ts';
import { startHerald } from './herald.ts';
import { playThrough } from './play.ts';

const discrepanciesShown = 30;

process.exit(await demo().catch(tellWhy));

/** Answers the code to exit with. */
async function demo(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const directory = await prepare(given);
  const herald = await startHerald(directory, settingsFor(given));
  tell([...herald.greeting, `Log:        ${herald.log}`, ''].join('\n'));

  const playing = playThrough({ ...given, herald, directory, tell });
  const discrepancies = await Promise.race([playing, herald.died]);
  await herald.stop();
  return verdict(discrepancies);
}

async function prepare({ resume, bridge }: Arguments) {
  const { DATABASE_URL, DEMO_DATA_DIR } = process.env;
  if (bridge) return openDataDirectory(DEMO_DATA_DIR || `./data/demo-${bridge}`, false);
  if (DATABASE_URL && !resume) await refuseUsedDatabase(DATABASE_URL);
  return openDataDirectory(DEMO_DATA_DIR || './data/demo', resume);
}

/** A bridge that wants minutes between people gets seconds, which Herald allows only beside its own database. */
function settingsFor({ bridge }: Arguments): NodeJS.ProcessEnv {
  return bridge ? { DATABASE_URL: '', DEMO_SPEED: String(fakeBridges[bridge].speed) } : {};
}

function verdict(discrepancies: readonly string[]): number {
  const seconds = Math.round(performance.now() / 1000);
  if (discrepancies.length === 0) {
    tell(`\nIt adds up: what Herald says is what the phones got. (${seconds} s)`);
    return 0;
  }
  tell(`\nIt does not add up, in ${discrepancies.length} places:`);
  for (const sentence of discrepancies.slice(0, discrepanciesShown)) tell(`- ${sentence}`);
  return 1;
}

/** A Refusal's sentence is all that one needs; anything else is a fault, of the demo or of Herald. */
function tellWhy(error: unknown): number {
  const why = error instanceof Refusal ? error.message : inspect(error);
  tell(`\nThe demo has stopped. ${why}`);
  return 1;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
