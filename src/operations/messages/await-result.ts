import { type DirectMessage, findDirectMessage } from '../../database/direct-messages.ts';
import type { StepsContext } from '../define.ts';

/** Most messages leave within the first two; whoever has a queue before them is told so after all. */
const waitsMs = [40, 80, 160, 320, 640];

/** Looks a few times, between transactions, what became of a message that was just planned. */
export async function awaitResult(
  { house, transaction, workspaceId }: StepsContext,
  planned: DirectMessage,
): Promise<DirectMessage> {
  let message = planned;
  for (const waitMs of waitsMs) {
    // A second attempt is due after seconds; nobody waits for that.
    if (message.state !== 'planned' || message.attempt > 1) break;
    await house.sleep(waitMs);
    const found = await transaction((trx) => findDirectMessage(trx, workspaceId, planned.id));
    message = found ?? message;
  }
  return message;
}
