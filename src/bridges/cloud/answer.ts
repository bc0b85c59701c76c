import { z } from 'zod';
import type { FailureClass } from '../../domain/failure.ts';
import type { PersonNames } from '../../domain/person.ts';
import type { Outcome } from '../bridge.ts';
import type { Exchange } from '../exchange.ts';
import { storableText } from '../storable.ts';
import { cloudFailure, isKnownCode, leavesInDoubt } from './errors.ts';
import { bsuid } from './shapes.ts';

/** As WhatsApp writes it in answers and in statuses. The code decides; titles and messages change. */
export const GraphError = z.object({
  code: z.union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ]),
  title: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  error_data: z.object({ details: z.string() }).optional().catch(undefined),
});
export type GraphError = z.infer<typeof GraphError>;

/** What WhatsApp says went wrong, as short as a row wants it. */
export function textOf({ title, message, error_data }: GraphError): string {
  return storableText(error_data?.details ?? message ?? title ?? 'No reason given.', textMax);
}

export interface Answer {
  status: number;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
  /** The error that it holds, if it holds one. */
  error: GraphError | undefined;
}

export function readAnswer({ status, body }: Extract<Exchange, { kind: 'answered' }>): Answer {
  const json = parse(body);
  // Nearly every answer is a yes; to find that it holds no error took longer than to read it.
  const error = mayHoldError(json) ? ErrorBody.safeParse(json).data?.error : undefined;
  return { status, json, error };
}

function mayHoldError(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'error' in json;
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

/**
 * What speaks against something that is no message: no doubt arises, as nobody can have got
 * anything. What WhatsApp may answer differently in a minute is transient.
 */
export function refusalOf({ status, error }: Answer, otherwise: FailureClass): Refused {
  const text = error ? textOf(error) : `WhatsApp answers with HTTP ${status}.`;
  if (error && isKnownCode(error.code)) {
    return { kind: 'refused', ...cloudFailure(error.code), code: String(error.code), text };
  }
  const isPassing = status < 400 || status >= 500 || status === 429;
  const code = error ? String(error.code) : `http_${status}`;
  return { kind: 'refused', class: isPassing ? 'transient' : otherwise, code, text };
}

type Refused = Extract<Outcome, { kind: 'refused' }>;

const textMax = 500;

const ErrorBody = z.object({ error: GraphError });

const word = z.string().optional().catch(undefined);
const AcceptedMessage = z.object({
  id: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  message_status: word,
});
const AcceptedContact = z.object({
  input: word,
  wa_id: z
    .string()
    .regex(/^\d{6,15}$/)
    .optional()
    .catch(undefined),
  user_id: bsuid.optional().catch(undefined),
});
const AcceptedBody = z.object({
  messages: z.tuple([AcceptedMessage]).rest(z.unknown()),
  contacts: z.tuple([AcceptedContact]).rest(z.unknown()).optional().catch(undefined),
});
type AcceptedBody = z.infer<typeof AcceptedBody>;

function outcomeOfAnswer({ status, json, error }: Answer): Outcome {
  const isSuccess = status >= 200 && status < 300;
  const accepted = isSuccess ? AcceptedBody.safeParse(json).data : undefined;
  if (accepted) return outcomeOfAccepted(accepted);
  if (error && (isKnownCode(error.code) || isClientError(status))) return outcomeOfError(error);

  const code = `http_${status}`;
  const text = error ? textOf(error) : 'The answer says nothing of the message.';
  if (isClientError(status)) return { kind: 'refused', class: classOfStatus(status), code, text };
  return { kind: 'unclear', code, text };
}

/** Templates that are new or disliked are held until WhatsApp has made up its mind; they count as taken. */
function outcomeOfAccepted({ messages: [message], contacts }: AcceptedBody): Outcome {
  const isHeld = message.message_status !== undefined && message.message_status !== 'accepted';
  const person = contacts && newsOf(contacts[0]);
  return {
    kind: 'accepted',
    providerId: message.id,
    ...(isHeld && { held: true }),
    ...(person && { person }),
  };
}

/** Some countries' numbers have two forms, and WhatsApp answers with its own. */
function newsOf(contact: z.infer<typeof AcceptedContact>): PersonNames | undefined {
  const { input, wa_id, user_id } = contact;
  const phone =
    wa_id !== undefined && wa_id !== input?.replace(/^\+/, '') ? `+${wa_id}` : undefined;
  if (phone === undefined && user_id === undefined) return undefined;
  return {
    ...(phone !== undefined && { phone }),
    ...(user_id !== undefined && { bsuid: user_id }),
  };
}

function outcomeOfError(error: GraphError): Outcome {
  const said = { code: String(error.code), text: textOf(error) };
  if (leavesInDoubt(error.code)) return { kind: 'unclear', ...said };
  return { kind: 'refused', ...cloudFailure(error.code), ...said };
}

/** Redirects count: whoever answers with one has taken nothing. */
function isClientError(status: number): boolean {
  return status >= 300 && status < 500;
}

/** Something in between, such as a proxy, knows no codes of WhatsApp's. */
function classOfStatus(status: number): 'slow_down' | 'other' {
  return status === 429 ? 'slow_down' : 'other';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
