import { inDoubtPerKill } from './bound.ts';
import { openEmbeddedStage } from './embedded-stage.ts';
import type { Happening, Scenario } from './scenario.ts';
import { openServerStage } from './server-stage.ts';
import type { Stage } from './stage.ts';
import { judge, type Verdict } from './verdict.ts';

/** How many messages a scenario may leave in doubt. */
export function boundOf({ kills = 0, unanswered = 0 }: Scenario): number {
  return kills * inDoubtPerKill + unanswered;
}

/** Plays a scenario on a stage of its own: a worker of another one must not finish its campaign. */
export async function play(
  scenario: Scenario,
  complain: (line: string) => void = () => {},
): Promise<Verdict> {
  // Told apart here, so that each gets the stage it is written for.
  return scenario.on === 'server'
    ? playOn(await openServerStage(scenario.stage), scenario, scenario.happens, complain)
    : playOn(await openEmbeddedStage(scenario.stage), scenario, scenario.happens, complain);
}

async function playOn<S extends Stage>(
  stage: S,
  scenario: Scenario,
  happens: Happening<S>,
  complain: (line: string) => void,
): Promise<Verdict> {
  try {
    const campaign = await stage.campaign(scenario.people, scenario.choices);
    const wrong: string[] = [];
    await happens(stage, campaign, wrong);
    const verdict = await judge(stage, campaign);
    return { ...verdict, wrong: [...verdict.wrong, ...wrong] };
  } catch (error) {
    for (const line of stage.complaints().slice(-10)) complain(line);
    throw error;
  } finally {
    await stage.close();
  }
}
