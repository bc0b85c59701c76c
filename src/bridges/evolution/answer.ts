import { z } from 'zod';
import type { Outcome } from '../bridge.ts';
import { GraphError, textOf } from '../cloud/answer.ts';
import { cloudFailure, isKnownCode, leavesInDoubt } from '../cloud/errors.ts';
import type { Exchange } from '../exchange.ts';
import { storableText } from '../storable.ts';
import { evolutionFailure } from './errors.ts';
import { personOf } from './jids.ts';

/** An answer of Evolution's, with the words in which it says what is wrong. */
export interface Answer {
  status: number;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
  words: string;
  /** Some errors come under 200. */
  isFine: boolean;
}

export function readAnswer({ status, body }: Extract<Exchange, { kind: 'answered' }>): Answer {
  const json = parse(body);
  const { error, error_data, response, message } = ErrorBody.safeParse(json).data ?? {};
  const isFine = status >= 200 && status < 300 && !error && !error_data;
  // What went well has a `message`, too: the one that was sent, with all that is in it.
  const said = isFine ? [] : wordsIn(response?.message ?? message ?? error);
  const words = storableText(said.join('; '), textMax) || `Evolution answers with HTTP ${status}.`;
  return { status, json, words, isFine };
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

const ErrorBody = z.object({
  error: z.unknown().optional(),
  error_data: z.unknown().optional(),
  response: z.object({ message: z.unknown().optional() }).optional().catch(undefined),
  message: z.unknown().optional(),
});

const AcceptedBody = z.object({
  key: z.object({
    id: z.string().regex(/^[\x21-\x7e]{1,200}$/),
    remoteJid: z.string().optional().catch(undefined),
  }),
});

function outcomeOfAnswer({ status, json, words, isFine }: Answer): Outcome {
  const isSuccess = status >= 200 && status < 300;
  const accepted = isFine ? AcceptedBody.safeParse(json).data : undefined;
  if (accepted) return acceptedAs(accepted.key);

  const meta = isSuccess ? metaErrorIn(json) : undefined;
  if (meta) return outcomeOfMeta(meta);
  const failure = evolutionFailure(status, words);
  if (failure) return { kind: 'refused', ...failure, text: words };
  return { kind: 'unclear', code: `http_${status}`, text: words };
}

/** What was addressed by its phone may be answered for under its LID, and its receipts may name only that. */
function acceptedAs({ id, remoteJid }: z.infer<typeof AcceptedBody>['key']): Outcome {
  const { lid } = personOf(remoteJid) ?? {};
  return { kind: 'accepted', providerId: id, ...(lid !== undefined && { person: { lid } }) };
}

/** An instance that speaks the Cloud API passes on what Meta answered: as it was, or without its wrapping. */
function metaErrorIn(json: unknown): GraphError | undefined {
  const wrapped = z.object({ error: GraphError }).safeParse(json).data;
  return wrapped?.error ?? GraphError.safeParse(json).data;
}

/** The HTTP status of Meta's answer is lost on the way, so a code that nobody knows may mean anything. */
function outcomeOfMeta(error: GraphError): Outcome {
  const said = { code: String(error.code), text: textOf(error) };
  if (leavesInDoubt(error.code) || !isKnownCode(error.code)) return { kind: 'unclear', ...said };
  return { kind: 'refused', ...cloudFailure(error.code), ...said };
}

/** Its words are a text, a list of texts, a list in a list, or a list of objects. */
function wordsIn(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  if (Array.isArray(message)) return message.slice(0, 10).flatMap(wordsIn);
  return typeof message === 'object' && message !== null ? [JSON.stringify(message)] : [];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
