import { z } from 'zod';
import { connectionClosed } from '../../domain/sender.ts';
import type { FailureClass, Outcome } from '../bridge.ts';
import type { Exchange } from '../exchange.ts';
import { storableText } from '../storable.ts';
import { bareId } from './names.ts';

export interface WahaAnswer {
  status: number;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
  /** What WAHA says in it, without our secrets. */
  text: string;
}

export function readAnswer(exchange: Extract<Exchange, { kind: 'answered' }>): WahaAnswer {
  const { status, bytes, body } = exchange;
  const [words] = wordsOf(parse(body));
  const text = words ?? `WAHA answers with HTTP ${status}.`;
  // The body is without our secrets already, and hiding may have spoilt it for reading.
  return { status, json: parse(Buffer.from(bytes).toString()), text: storableText(text, textMax) };
}

/** What became of a message, by what came back. Where the answer does not say that it was refused, it may have been sent. */
export function outcomeOf(exchange: Exchange): Outcome {
  switch (exchange.kind) {
    case 'held':
      return { kind: 'not_written', code: 'gate_closed', text: 'Held back in the last moment.' };
    // Not `not_written`: that would be tried again at once, and again, until there is a network.
    case 'unconnected':
      return { ...exchange, kind: 'refused', class: 'transient' };
    case 'unanswered':
      return { ...exchange, kind: 'unclear' };
    case 'answered':
      return outcomeOfAnswer(readAnswer(exchange));
  }
}

/** What an answer that is no success says of a message: nothing was sent, or nobody knows. */
export function outcomeOfFailure({ status, json, text }: WahaAnswer): Outcome {
  if (isReachoutTimelock(json)) {
    return {
      kind: 'refused',
      class: 'pause_new_chats',
      code: reachoutTimelockCode,
      text,
      retryAfterMs: dayMs,
    };
  }
  const failure = failureOf(status, json);
  // Only a session that is not linked pauses the number here, and WAHA tells when it is linked again.
  const code = failure === 'pause_sender' ? connectionClosed : `http_${status}`;
  return failure
    ? { kind: 'refused', class: failure, code, text }
    : { kind: 'unclear', code, text };
}

/** WhatsApp lets the number write to nobody new for a while; sends to people whom it knows still work. */
export const reachoutTimelockCode = '463';

export const dayMs = 24 * 3_600_000;
const textMax = 500;

/** The engines return what they were given by their libraries, and so in several forms. */
const MessageId = z.union([
  z.string(),
  z.object({ _serialized: z.string() }).transform(({ _serialized }) => _serialized),
]);
const SentBody = z.union([
  z.object({ id: MessageId }).transform(({ id }) => id),
  z.object({ key: z.object({ id: z.string() }) }).transform(({ key }) => key.id),
]);
const ErrorBody = z.object({ error: z.unknown().optional() });
const StateBody = z.object({ status: z.string(), expected: z.array(z.string()) });

function outcomeOfAnswer(answer: WahaAnswer): Outcome {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const isError = ErrorBody.safeParse(answer.json).data?.error != null;
  const id = isSuccess && !isError ? SentBody.safeParse(answer.json).data : undefined;
  const providerId = id && bareId(id);
  if (providerId && /^[\x21-\x7e]{1,200}$/.test(providerId))
    return { kind: 'accepted', providerId };
  return outcomeOfFailure(answer);
}

/** Undefined where it is not certain that nothing was sent: successes without an id, and what broke over there. */
function failureOf(status: number, json: unknown): FailureClass | undefined {
  if (status < 300 || status >= 500 || status === 408) return undefined;
  if (status === 422) return failureOfState(json);
  return classes.get(status) ?? 'other';
}

/** Neither the key nor the session is any one person's matter. */
const classes: ReadonlyMap<number, FailureClass> = new Map([
  [400, 'our_bug'],
  [401, 'stop_sender'],
  [403, 'stop_sender'],
  [404, 'stop_sender'],
  [413, 'media'],
  [415, 'media'],
  [429, 'slow_down'],
]);

/** The session is not in a state to send; a starting one will be. */
function failureOfState(json: unknown): FailureClass {
  const state = StateBody.safeParse(json).data;
  if (!state) return 'other';
  return state.status === 'STARTING' ? 'transient' : 'pause_sender';
}

/** Only where WAHA writes its own words: a failure repeats the request, and with it what somebody has written. */
function isReachoutTimelock(json: unknown): boolean {
  return wordsOf(json).some((words) => /\b(?:error|code)\W{1,5}463\b|\b463\W*$/i.test(words));
}

const word = z.string().optional().catch(undefined);
const Failure = z.object({
  exception: z.object({ details: word, message: word }).optional().catch(undefined),
  message: z
    .union([z.string(), z.array(z.string()).transform((lines) => lines.join('; '))])
    .optional()
    .catch(undefined),
  error: z
    .union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)])
    .optional()
    .catch(undefined),
});

/** What an answer says in words, the most telling first. */
function wordsOf(json: unknown): string[] {
  const { exception, message, error } = Failure.safeParse(json).data ?? {};
  const all = [exception?.details, exception?.message, message, error];
  return all.flatMap((words) => (words ? [words] : []));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
