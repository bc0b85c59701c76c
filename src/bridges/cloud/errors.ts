import { type FailureClass, failureClasses } from '../../domain/failure.ts';

/** Whom a failure stops, and how long to wait where WhatsApp says so. */
export interface CloudFailure {
  class: FailureClass;
  retryAfterMs?: number;
}

/** What one of WhatsApp's error codes means; one that the table does not know stops nobody but the message. */
export function cloudFailure(code: number): CloudFailure {
  const retryAfterMs = waits.get(code);
  return { class: classOf(code), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

export function isKnownCode(code: number): boolean {
  return classOf(code) !== 'other';
}

/**
 * Codes that say that something broke over there, and not where: the message may have gone out
 * before. As an answer to a send they leave it in doubt.
 */
export function leavesInDoubt(code: number): boolean {
  return inDoubt.includes(code);
}

const inDoubt: readonly number[] = [1, 2, 131000, 131016, 133004, 135000];

/** https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
const codes: Readonly<Partial<Record<FailureClass, readonly number[]>>> = {
  recipient_permanent: [
    131021, 131030, 131051, 130403, 137000,
    // These may pass: a closed window opens when the person writes, an experiment ends, a phone
    // becomes known. No wait of ours brings that about, so this campaign's message has failed.
    131047, 130472, 131062,
  ],
  recipient_opted_out: [131050],
  recipient_undeliverable: [131026],
  recipient_defer: [131049, 131056],
  slow_down: [4, 80007, 130429, 131057, 133016],
  pause_sender: [131048, 131064, 130497],
  stop_sender: [0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010],
  stop_template: [
    132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069, 131061, 131063,
    134100, 134101, 134102,
  ],
  our_bug: [100, 131008, 131009],
  media: [131052, 131053],
  transient: inDoubt,
};

const secondMs = 1_000;
const dayMs = 24 * 3_600 * secondMs;

const waits: ReadonlyMap<number, number> = new Map([
  // One message in six seconds to one person; WhatsApp would have the wait grow fourfold each time.
  [131056, 6 * secondMs],
  // The most marketing that one person gets from all businesses together; trying sooner locks them out for longer.
  [131049, dayMs],
  [130429, 5 * secondMs],
  [131057, 20 * secondMs],
  // Counted by the hour, so seconds change nothing.
  [4, 60 * secondMs],
  [80007, 60 * secondMs],
]);

const classes: ReadonlyMap<number, FailureClass> = new Map(
  failureClasses.flatMap((name) => (codes[name] ?? []).map((code) => [code, name] as const)),
);

function classOf(code: number): FailureClass {
  // 200 to 299 are all about rights that the token does not have.
  if (code >= 200 && code <= 299) return 'stop_sender';
  return classes.get(code) ?? 'other';
}
