import { Refusal, type RefusalCode } from '../../errors.ts';
import type { HttpRequest } from '../exchange.ts';
import type { Wire } from '../wire.ts';
import { readAnswer, type WahaAnswer } from './answer.ts';

/** With the 5 seconds that a connection may take, ten in all: somebody waits for the answer. */
const answerMs = 5_000;

export interface Question {
  method: HttpRequest['method'];
  path: string;
  body?: object;
  /** For what takes longer, such as a picture. */
  answerMs?: number;
}

/** One question to WAHA that sends no message. Throws an Error when nobody can say at the moment. */
export async function askWaha(wire: Wire, question: Question): Promise<WahaAnswer> {
  const { method, path, body } = question;
  const exchange = await wire.ask(method, path, body, question.answerMs ?? answerMs);
  if (exchange.kind === 'held') throw new Error('A question was held back.');
  if (exchange.kind !== 'answered') {
    throw new Error(`WAHA was not reached: ${exchange.code} (${exchange.text})`);
  }
  const answer = readAnswer(exchange);
  if (answer.status >= 500 || answer.status === 429) {
    throw new Error(`WAHA fails with HTTP ${answer.status}: ${answer.text}`);
  }
  return answer;
}

/** What WAHA answers. Throws Refusal for a no of its own. */
export async function demand(wire: Wire, question: Question): Promise<unknown> {
  const answer = await askWaha(wire, question);
  if (answer.status < 300) return answer.json;
  throw refusalOf(answer);
}

export function refusalOf({ status, text }: WahaAnswer): Refusal {
  if (status === 401 || status === 403) {
    return new Refusal('not_allowed', `WAHA does not accept the api_key for this: ${text}`);
  }
  return new Refusal(codes.get(status) ?? 'unavailable', `WAHA refuses: ${text}`);
}

const codes: ReadonlyMap<number, RefusalCode> = new Map([
  [400, 'invalid_input'],
  [404, 'not_found'],
  [413, 'too_large'],
  [422, 'wrong_state'],
]);
