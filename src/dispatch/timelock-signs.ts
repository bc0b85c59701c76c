import type { StatusEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import type { StoredEvent } from '../database/events.ts';
import { saveRestriction } from '../database/sender-status.ts';
import type { Trx } from '../database/tables.ts';
import { Streak } from '../domain/breaker.ts';

const dayMs = 24 * 3_600_000;

/**
 * A bridge that does not say when WhatsApp lets a number open no new chats still shows it: message
 * after message fails without a reason. Counted in memory, by whoever reads the receipts.
 */
export class TimelockSigns {
  readonly #streaks = new Map<number, Streak>();

  async note(
    trx: Trx,
    { bridges, clock }: House,
    { bridge, sender_id: senderId, workspace_id: workspaceId }: StoredEvent,
    { status, failure }: StatusEvent,
  ): Promise<void> {
    const { timelockAfterErrors: max } = bridges.get(bridge);
    if (max === undefined || status === 'accepted') return;
    const isUnexplained = status === 'failed' && failure?.class === 'other';
    if (!this.#of(senderId, max).trips(isUnexplained)) return;
    const now = clock();
    const restriction = {
      kind: 'new_chats',
      until: new Date(now.getTime() + dayMs),
      reason: `${max} messages in a row failed without a reason, as they do when WhatsApp lets a number open no new chats.`,
    } as const;
    await saveRestriction(trx, { senderId, workspaceId }, restriction, now);
  }

  #of(senderId: number, max: number): Streak {
    const streak = this.#streaks.get(senderId) ?? new Streak(max);
    this.#streaks.set(senderId, streak);
    return streak;
  }
}
