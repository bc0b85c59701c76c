import type { House } from '../context.ts';
import { move } from '../database/move.ts';
import { findAbandoned } from '../database/windows.ts';

const pageMax = 500;

/**
 * Closes the windows that owners of a number before `epoch` left open: nobody can tell what became of
 * their messages. Answers how many are in doubt. Must come after the take-over was committed: a
 * statement that waits for the lease's row does not see the window that was opened meanwhile.
 */
export async function recoverAbandoned(
  house: House,
  senderId: number,
  epoch: number,
): Promise<number> {
  for (let all = 0; ; ) {
    const found = await house.db.transaction().execute(async (trx) => {
      const facts = await findAbandoned(trx, senderId, epoch, pageMax, house.clock());
      await move(trx, facts);
      return facts.length;
    });
    all += found;
    if (found < pageMax) return all;
  }
}
