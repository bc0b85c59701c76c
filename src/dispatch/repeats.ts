import type { House } from '../context.ts';
import { move } from '../database/move.ts';
import { findLateRepeats, findRepeatable } from '../database/repeats.ts';

/** For so long WhatsApp is sure to drop a second message with the same id. */
export const repeatWithinMs = 3_600_000;
const repeatsMax = 500;

/**
 * Settles doubts about messages whose id is ours: the same message goes out once more under the
 * same id, and whoever has it does not get it again. What is too late for that stays in doubt.
 */
export async function repeatTurn(house: House): Promise<number> {
  const now = house.clock();
  const after = new Date(now.getTime() - repeatWithinMs);
  const bridges = house.bridges.names.filter((name) => house.bridges.get(name).chosenId);
  return house.db.transaction().execute(async (trx) => {
    const repeats = await findRepeatable(trx, bridges, after, now, repeatsMax);
    const moved = await move(trx, repeats);
    await move(trx, await findLateRepeats(trx, after, now, repeatsMax));
    return moved.length;
  });
}
