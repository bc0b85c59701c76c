import type { SandboxFailureCode } from '../../bridges/sandbox/errors.ts';
import type { SandboxStatusEvent } from '../../bridges/sandbox/parse.ts';
import { draw } from './draw.ts';

/** What one phone does with every message; drawn once per phone, or scripted. */
export interface Behaviour {
  does: Deed;
  /** What it says instead of a sentence of its own choice; only `answers` and `stops` say anything. */
  says?: string;
  /** Every event is posted two or three times. */
  repeats: boolean;
  /** The first status comes before the answer to `send`, and `read` before `delivered`. */
  reorders: boolean;
}

interface Plan {
  /** How many phones of a hundred are like this. */
  share: number;
  /** How `send` ends: WhatsApp names the message, nobody answers, the connection breaks, or a definite no. */
  answer: 'accepted' | 'timeout' | 'dropped' | SandboxFailureCode;
  /** How far a message gets. What WhatsApp took but could not bring to the phone stops at `whatsapp`. */
  reaches: 'nobody' | 'whatsapp' | 'phone';
  statuses: readonly Exclude<SandboxStatusEvent['status'], 'accepted'>[];
  says?: 'answer' | 'stop';
  /** The answer holds for the first message only; the next one is accepted. */
  once?: true;
}

// biome-ignore format: a table is read by its columns.
export const plans = {
  reads:           { share: 62, answer: 'accepted',                reaches: 'phone',    statuses: ['sent', 'delivered', 'read'] },
  answers:         { share: 12, answer: 'accepted',                reaches: 'phone',    statuses: ['sent', 'delivered', 'read'], says: 'answer' },
  stops:           { share: 3,  answer: 'accepted',                reaches: 'phone',    statuses: ['sent', 'delivered', 'read'], says: 'stop' },
  leaves_unread:   { share: 8,  answer: 'accepted',                reaches: 'phone',    statuses: ['sent', 'delivered'] },
  is_off:          { share: 3,  answer: 'accepted',                reaches: 'whatsapp', statuses: ['sent'] },
  fails_later:     { share: 3,  answer: 'accepted',                reaches: 'whatsapp', statuses: ['sent', 'failed'] },
  not_on_whatsapp: { share: 4,  answer: 'not_on_whatsapp',         reaches: 'nobody',   statuses: [] },
  blocks:          { share: 1,  answer: 'blocked',                 reaches: 'nobody',   statuses: [] },
  times_out:       { share: 2,  answer: 'timeout',                 reaches: 'phone',    statuses: ['sent', 'delivered', 'read'] },
  drops:           { share: 1,  answer: 'dropped',                 reaches: 'nobody',   statuses: [] },
  refuses_once:    { share: 1,  answer: 'temporarily_unavailable', reaches: 'phone',    statuses: ['sent', 'delivered', 'read'], once: true },
} as const satisfies Record<string, Plan>;

export type Deed = keyof typeof plans;

export function planOf(behaviour: Behaviour): Plan {
  return plans[behaviour.does];
}

/** The same phone of the same seed behaves the same way for ever. One in twenty repeats its events, one in twenty reorders them. */
export function drawBehaviour(seed: string, phone: string): Behaviour {
  return {
    does: deedAt(draw(seed, phone, 'does') * 100),
    repeats: draw(seed, phone, 'repeats') < 0.05,
    reorders: draw(seed, phone, 'reorders') < 0.05,
  };
}

export const deeds = Object.keys(plans).filter((name): name is Deed => name in plans);

function deedAt(percentile: number): Deed {
  let upTo = 0;
  for (const deed of deeds) {
    upTo += plans[deed].share;
    if (percentile < upTo) return deed;
  }
  return 'reads';
}
