import { startEngine } from '../../src/dispatch/engine.ts';
import type { Ground } from '../ground/house.ts';
import type { InstantBridge } from '../ground/instant-bridge.ts';
import { startCampaignOn } from '../ground/people.ts';

export interface Meanwhile {
  firstMessageMs: number;
  plannedMs: number;
  /** How many had left when the last page was planned. */
  sentMeanwhile: number;
}

/** The whole engine on a campaign that is not planned yet: it sends at the number's 80 a second while it plans. */
export async function sendMeanwhile(
  { db, house, listen, workspaceId, senderId }: Ground,
  bridge: InstantBridge,
  listId: number,
): Promise<Meanwhile> {
  const sentBefore = bridge.taken;
  let firstMessageMs = 0;
  const engine = await startEngine(house, listen);
  try {
    bridge.onTaken = () => {
      firstMessageMs ||= performance.now() - startMs;
    };
    const startMs = performance.now();
    const campaignId = await startCampaignOn(db, workspaceId, listId, [senderId]);
    while (!(await isPlanned(campaignId)) || firstMessageMs === 0) await pause(20);
    const plannedMs = performance.now() - startMs;
    return { firstMessageMs, plannedMs, sentMeanwhile: bridge.taken - sentBefore };
  } finally {
    await engine.stop();
  }

  async function isPlanned(id: number): Promise<boolean> {
    const campaign = await db
      .selectFrom('campaign')
      .select('planned_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return campaign.planned_at !== null;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
