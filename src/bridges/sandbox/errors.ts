import type { FailureClass } from '../bridge.ts';

/** Whom a failure stops, for every code that the simulated phones know. */
export const sandboxFailures = {
  not_on_whatsapp: 'recipient_undeliverable',
  undeliverable: 'recipient_undeliverable',
  blocked: 'recipient_permanent',
  rate_limited: 'slow_down',
  session_down: 'stop_sender',
  temporarily_unavailable: 'transient',
} as const satisfies Record<string, FailureClass>;

export type SandboxFailureCode = keyof typeof sandboxFailures;

/** A code that the table does not know stops nobody but the message. */
export function sandboxFailureClass(code: string): FailureClass {
  return isKnown(code) ? sandboxFailures[code] : 'other';
}

function isKnown(code: string): code is SandboxFailureCode {
  return Object.hasOwn(sandboxFailures, code);
}
