import { describe, expect, test } from 'vitest';
import { findBinaries } from '../support/postgres-cluster.ts';
import { play } from './play.ts';
import { scenarios } from './scenarios.ts';

/** The short form: the moments at which most would be lost or sent twice. `npm run test:faults` plays them all. */
const short = [
  'kill -9: a window is committed, nobody heard',
  'kill -9: answers are not recorded yet',
  'frozen past its lease, and thawed',
  'embedded: kill -9 when an answer has left the far end',
];

describe('nobody is lost or messaged twice:', () => {
  test.each(playable())(
    '$name',
    async (scenario) => {
      expect(await play(scenario)).toMatchObject({ lost: 0, twice: 0, wrong: [] });
    },
    120_000,
  );
});

/** Where a machine has no PostgreSQL, what needs none. */
function playable() {
  const chosen = short.map((name) => {
    const scenario = scenarios.find((one) => one.name === name);
    if (!scenario) throw new Error(`there is no scenario "${name}"`);
    return scenario;
  });
  return chosen.filter(({ on }) => on === 'embedded' || findBinaries() !== undefined);
}
