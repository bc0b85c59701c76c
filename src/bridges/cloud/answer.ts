import { z } from 'zod';
import type { Outcome } from '../bridge.ts';
import type { Exchange } from '../exchange.ts';
import { storableText } from '../storable.ts';
import { cloudFailure, isKnownCode, leavesInDoubt } from './errors.ts';

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
  return { status, json, error: ErrorBody.safeParse(json).data?.error };
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

const textMax = 500;

const ErrorBody = z.object({ error: GraphError });

const AcceptedBody = z.object({
  messages: z.tuple([z.object({ id: z.string().regex(/^[\x21-\x7e]{1,200}$/) })]).rest(z.unknown()),
});

function outcomeOfAnswer({ status, json, error }: Answer): Outcome {
  const isSuccess = status >= 200 && status < 300;
  const accepted = isSuccess ? AcceptedBody.safeParse(json).data : undefined;
  if (accepted) return { kind: 'accepted', providerId: accepted.messages[0].id };
  if (error && (isKnownCode(error.code) || isClientError(status))) return outcomeOfError(error);

  const code = `http_${status}`;
  const text = error ? textOf(error) : 'The answer says nothing of the message.';
  if (isClientError(status)) return { kind: 'refused', class: classOfStatus(status), code, text };
  return { kind: 'unclear', code, text };
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
