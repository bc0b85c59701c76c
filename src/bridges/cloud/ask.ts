import { Refusal } from '../../errors.ts';
import type { HttpRequest } from '../exchange.ts';
import type { Wire } from '../wire.ts';
import { type Answer, readAnswer, refusalOf } from './answer.ts';

/** With the 5 seconds that a connection may take, ten in all: somebody waits for the answer. */
const answerMs = 5_000;

/**
 * Asks the Graph API about something that is no message: what it answers with 200. Throws Refusal
 * for what it would answer the same way tomorrow, and an Error when it cannot say at the moment.
 */
export async function askGraph(
  wire: Wire,
  method: HttpRequest['method'],
  path: string,
  body?: object,
): Promise<unknown> {
  const exchange = await wire.ask(method, path, body, answerMs);
  if (exchange.kind !== 'answered') {
    const why = exchange.kind === 'held' ? exchange.kind : `${exchange.code} (${exchange.text})`;
    throw new Error(`WhatsApp was not reached: ${why}`);
  }
  const answer = readAnswer(exchange);
  if (answer.status === 200 && answer.error === undefined) return answer.json;
  throw noOf(answer);
}

function noOf(answer: Answer): Error {
  const { class: failure, text } = refusalOf(answer, 'other');
  const reason = answer.error ? `${answer.error.code}: ${text}` : text;
  if (failure === 'transient' || failure === 'slow_down') return new Error(reason);
  return new Refusal(failure === 'our_bug' ? 'invalid_input' : 'unavailable', reason);
}
