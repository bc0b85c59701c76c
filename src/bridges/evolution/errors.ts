import type { FailureClass } from '../../domain/failure.ts';

/** Whom a definite no stops. */
export interface EvolutionFailure {
  class: FailureClass;
  code: string;
}

/**
 * What Evolution's refusal of a send means, by the HTTP status and its words; undefined when
 * nobody can tell. It has no codes, and one `catch` around sending and all that follows, such as
 * writing to its own database, answers whatever was thrown with 400: so words that are not known
 * to come before the send leave the message in doubt.
 */
export function evolutionFailure(status: number, words: string): EvolutionFailure | undefined {
  const known = meanings.find(
    (one) => (one.statuses === undefined || one.statuses.includes(status)) && one.words.test(words),
  );
  if (known) return known.failure;
  // Everything else below 500 is decided before the message is looked at; redirects took nothing either.
  if (status >= 300 && status < 500 && status !== 400) {
    return { class: byStatus.get(status) ?? 'other', code: `http_${status}` };
  }
  return undefined;
}

interface Meaning {
  /** Any, when left out. */
  statuses?: readonly number[];
  words: RegExp;
  failure: EvolutionFailure;
}

const meanings: readonly Meaning[] = [
  {
    // Each send asks first whether the number is on WhatsApp.
    statuses: [400],
    words: /^\{[^{}]*"exists":false[^{}]*\}$/,
    failure: { class: 'recipient_permanent', code: 'not_on_whatsapp' },
  },
  {
    // There was no socket to write to. It often comes back by itself within seconds, and then
    // `connection.update` says so and the number goes on: nobody's message has failed meanwhile.
    words: /(?:^|; )(?:Error: )*Connection Closed(?:;|$)/,
    failure: { class: 'stop_sender', code: 'connection_closed' },
  },
  {
    statuses: [404],
    words: /\binstance does not exist/,
    failure: { class: 'stop_sender', code: 'no_instance' },
  },
  {
    statuses: [400],
    words: /\bOwned media must be a url or base64/,
    failure: { class: 'media', code: 'media' },
  },
  {
    // What the check of the request's shape says.
    statuses: [400],
    words:
      /^(?!\w*Error: )(?:.* )?(?:requires property "|is not of a type\(s\) |is not one of enum values)|^(?:Invalid format|Text is required|The "\w+" cannot be empty)$/,
    failure: { class: 'our_bug', code: 'invalid_request' },
  },
  {
    statuses: [400],
    words: /^Method not available /,
    failure: { class: 'our_bug', code: 'not_available' },
  },
];

const byStatus: ReadonlyMap<number, FailureClass> = new Map([
  [401, 'stop_sender'],
  [413, 'media'],
  [429, 'slow_down'],
]);
