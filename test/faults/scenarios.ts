import { accidents } from './accidents.ts';
import { embedded } from './embedded.ts';
import { kills } from './kills.ts';
import { pacing } from './pacing.ts';
import type { Scenario } from './scenario.ts';

/** Everything that the suite does to Herald; which attack each of them answers stands in README.md. */
export const scenarios: readonly Scenario[] = [...kills, ...accidents, ...pacing, ...embedded];
