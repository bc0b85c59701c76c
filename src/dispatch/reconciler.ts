import type { House } from '../context.ts';
import {
  assumeSent,
  completeIfDone,
  findMaybeCompleted,
  sweepCancelled,
} from '../database/ending.ts';
import { findStranded, unassign } from '../database/fail-over.ts';
import { dropLease, findDeadOwners, takeLease } from '../database/leases.ts';
import { recoverAbandoned } from './recover.ts';

const campaignsMax = 100;
const sweepPage = 2000;
const settlePage = 2000;
const freedPage = 2000;
/** A status may be late; by then nearly all have come. */
const settleAfterMs = 15 * 60_000;

export interface ReconcileTurn {
  completed: number;
  swept: number;
  recovered: number;
  /** Messages of stopped numbers that others may send now. */
  freed: number;
  assumed: number;
}

/** What nobody else finishes: campaigns with nothing left, what was cancelled, windows of the dead, doubts of long ago. */
export async function reconcileTurn(house: House, owner: string): Promise<ReconcileTurn> {
  return {
    recovered: await recoverDead(house, owner),
    freed: await freeStranded(house, owner),
    completed: await complete(house),
    swept: await sweepCancelled(house.db, sweepPage, house.clock()),
    assumed: await settle(house),
  };
}

/** A number whose owner died and that nobody needs to send from: its windows are closed all the same. */
async function recoverDead(house: House, owner: string): Promise<number> {
  let recovered = 0;
  for (const sender of await findDeadOwners(house.db)) {
    const lease = await takeLease(house.db, sender, owner);
    if (!lease) continue;
    recovered += await recoverAbandoned(house, lease.senderId, lease.epoch);
    await dropLease(house.db, lease, owner);
  }
  return recovered;
}

/** A number that cannot send hands what it had planned to the other numbers of its campaigns. */
async function freeStranded(house: House, owner: string): Promise<number> {
  let freed = 0;
  for (const sender of await findStranded(house.db)) {
    const lease = await takeLease(house.db, sender, owner);
    if (!lease) continue;
    await recoverAbandoned(house, lease.senderId, lease.epoch);
    freed += await house.db.transaction().execute((trx) => unassign(trx, sender, freedPage));
    await dropLease(house.db, lease, owner);
  }
  return freed;
}

async function complete(house: House): Promise<number> {
  let completed = 0;
  for (const id of await findMaybeCompleted(house.db, campaignsMax)) {
    if (await completeIfDone(house.db, id, house.clock())) completed += 1;
  }
  return completed;
}

function settle(house: House): Promise<number> {
  const now = house.clock();
  return assumeSent(house.db, new Date(now.getTime() - settleAfterMs), now, settlePage);
}
