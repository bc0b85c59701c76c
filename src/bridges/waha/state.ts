import { z } from 'zod';
import type { Restriction, SenderStatus } from '../bridge.ts';
import { dayMs } from './answer.ts';
import { readMoment } from './moment.ts';

export interface SessionState {
  status: SenderStatus;
  reason?: string;
}

/** What WAHA's word for a session's state means; undefined for one that passes by itself, and for unknown ones. */
export function stateOf(word: string): SessionState | undefined {
  return states.get(word);
}

/** What a session's `me` and the news about it say of its limits. */
export interface KnownLimits {
  reachoutTimelock?: Timelock | null | undefined;
  messageCapping?: Capping | null | undefined;
}

/**
 * What the number may not do. Undefined where nothing is said: an empty field is no evidence, as
 * WAHA has shown one while sends to new people failed. Only its own word that a limit has ended,
 * as `news`, ends it here.
 */
export function restrictionOf(
  news: KnownLimits,
  known: KnownLimits,
  at: Date,
): Restriction | null | undefined {
  const timelock = news.reachoutTimelock ?? known.reachoutTimelock;
  if (timelock?.isActive) return reachoutTimelock(timelock.timeEnforcementEnds, at);
  const capping = news.messageCapping ?? known.messageCapping;
  const capped = capping && cappings.get(capping.cappingStatus);
  if (capped) return { ...capped, ...(capping.cycleEnd && { until: capping.cycleEnd }) };
  const hasEnded =
    news.reachoutTimelock?.isActive === false || news.messageCapping?.cappingStatus === 'NONE';
  return hasEnded ? null : undefined;
}

/** Error 463. Nobody says for how long where the end is missing; trying again too soon makes it worse. */
export function reachoutTimelock(until: Date | undefined, at: Date): Restriction {
  return {
    kind: 'new_chats',
    until: until ?? new Date(at.getTime() + dayMs),
    reason:
      'WhatsApp lets this number write to nobody new for a while (463). Linking it again would not help.',
  };
}

const moment = z.unknown().optional().transform(readMoment);

const Timelock = z.object({ isActive: z.boolean(), timeEnforcementEnds: moment });
type Timelock = z.infer<typeof Timelock>;
const Capping = z.object({ cappingStatus: z.string(), cycleEnd: moment });
type Capping = z.infer<typeof Capping>;

/** Read from a session's `me`, or from what comes with news of its state. */
export const SessionLimits = z.object({
  reachoutTimelock: Timelock.nullish().catch(undefined),
  messageCapping: Capping.nullish().catch(undefined),
});

const scan = 'Scan the QR code with the phone of the number, under "Linked devices".';
const passkey =
  'WhatsApp asks for a passkey. Confirm it in the dashboard of WAHA, or on the phone.';

const states: ReadonlyMap<string, SessionState> = new Map([
  ['WORKING', { status: 'connected' }],
  ['SCAN_QR_CODE', { status: 'qr_pending', reason: scan }],
  ['PASSKEY_REQUIRED', { status: 'qr_pending', reason: passkey }],
  ['PASSKEY_CONFIRMATION_REQUIRED', { status: 'qr_pending', reason: passkey }],
  ['STOPPED', { status: 'disconnected', reason: 'The session is stopped in WAHA.' }],
  [
    'FAILED',
    {
      status: 'disconnected',
      reason: 'The session has failed in WAHA: nobody scanned in time, or the phone unlinked it.',
    },
  ],
]);

const cappings: ReadonlyMap<string, Restriction> = new Map([
  [
    'FIRST_WARNING',
    { kind: 'slowed', reason: 'WhatsApp warns: much of the quota of new chats is used.' },
  ],
  [
    'SECOND_WARNING',
    { kind: 'campaigns', reason: 'WhatsApp warns again: the quota of new chats is nearly used.' },
  ],
  ['CAPPED', { kind: 'campaigns', reason: 'The quota of new chats is used.' }],
]);
