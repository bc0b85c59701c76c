import type { ServerStage } from './server-stage.ts';
import { type Campaign, receivedOf, type Stage, type StageOptions } from './stage.ts';

/** What happens to a running campaign. Whoever still lives when it returns finishes the campaign. */
export type Scenario = {
  name: string;
  people: number;
  /** How many processes are killed or frozen in it: each may leave a few messages in doubt. */
  kills?: number;
  /** How many more may be in doubt, as the far end never answers for them. */
  unanswered?: number;
  /** What the campaign is created with, besides the usual. */
  choices?: object;
  stage?: StageOptions;
} & (
  | { on: 'server'; happens: Happening<ServerStage> }
  | { on: 'embedded'; happens: Happening<Stage> }
);

/** `wrong` takes sentences about what was not as it must be, besides what is counted for every scenario. */
export type Happening<S extends Stage> = (
  stage: S,
  campaign: Campaign,
  wrong: string[],
) => Promise<void>;

export async function start(stage: Stage, { id }: Campaign): Promise<void> {
  await stage.call('start_campaign', { campaign_id: id, confirm: true });
}

export function countOf(stage: Stage, campaign: Campaign): number {
  return receivedOf(stage, campaign).length;
}

export function hasReached(stage: Stage, person: string | undefined): boolean {
  return stage.cloud.received.some(({ to }) => to === person);
}

/** Nothing is left to do; who is in doubt may not have got anything. */
export async function hasEnded({ call }: Stage, { id }: Campaign): Promise<boolean> {
  return (await call('get_campaign', { campaign_id: id })).status === 'completed';
}

/** Everybody has got it. */
export function isOver(stage: Stage, campaign: Campaign): boolean {
  return countOf(stage, campaign) >= campaign.people.length;
}
