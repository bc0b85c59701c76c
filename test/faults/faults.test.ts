import { expect, test } from 'vitest';
import { findBinaries } from '../support/postgres-cluster.ts';
import { scenarios } from './scenarios.ts';
import { openStage } from './stage.ts';
import { judge } from './verdict.ts';

/** The short form: three of the moments at which most would be lost or sent twice. `npm run test:faults` plays them all. */
const short = [
  'kill -9: a window is committed, nobody heard',
  'kill -9: answers are not recorded yet',
  'SIGTERM in the middle',
];

test.runIf(findBinaries()).each(short)(
  'nobody is lost or messaged twice: %s',
  async (name) => {
    const scenario = scenarios.find((one) => one.name === name);
    if (!scenario) throw new Error(`there is no scenario "${name}"`);
    const stage = await openStage();
    try {
      const campaign = await stage.campaign(scenario.people);
      await scenario.happens(stage, campaign);
      const verdict = await judge(stage, campaign);
      expect(verdict).toMatchObject({ lost: 0, twice: 0, wrong: [] });
    } finally {
      await stage.close();
    }
  },
  120_000,
);
