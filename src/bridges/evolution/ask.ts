import { Refusal } from '../../errors.ts';
import type { Exchange } from '../exchange.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type Line, pathOf } from './line.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** With the 5 seconds that a connection may take: somebody waits for the answer. */
const usualAnswerMs = 10_000;

/**
 * Asks an instance for anything but a message. `what` is the path before its name.
 * Throws Refusal for what Evolution refuses, and an Error when it does not answer.
 */
export async function ask(
  line: Line,
  method: Method,
  what: string,
  body?: object,
  query = '',
): Promise<Answer> {
  const answer = await tryAsk(line, method, pathOf(what, line) + query, body);
  if (answer.isFine) return answer;
  throw refusalOf(answer);
}

/** The same for any path, and a refusal is an answer. */
export async function tryAsk(
  { wire }: Line,
  method: Method,
  path: string,
  body?: object,
  answerMs = usualAnswerMs,
): Promise<Answer> {
  const exchange = await wire.ask(method, path, body, answerMs);
  if (exchange.kind !== 'answered') {
    throw new Error(`The Evolution API was not reached: ${whyNot(exchange)}`);
  }
  return readAnswer(exchange);
}

/** Some calls are POST in one version and PUT in another; what the other one knows is 404. */
export async function askEither(line: Line, what: string, body: object): Promise<Answer> {
  const answer = await tryAsk(line, 'POST', pathOf(what, line), body);
  if (answer.isFine) return answer;
  if (answer.status === 404 && answer.words.startsWith('Cannot ')) {
    return ask(line, 'PUT', what, body);
  }
  throw refusalOf(answer);
}

/** An Error where something in between answers, which cannot say what Evolution would have said. */
export function refusalOf({ status, words }: Answer): Refusal | Error {
  if (status === 401) {
    return new Refusal('wrong_state', `The Evolution API does not accept the api_key: ${words}`);
  }
  if (status >= 500 && /^Evolution answers with HTTP/.test(words)) return new Error(words);
  return new Refusal('wrong_state', `The Evolution API refuses: ${words}`);
}

function whyNot(exchange: Exclude<Exchange, { kind: 'answered' }>): string {
  return exchange.kind === 'held' ? exchange.kind : `${exchange.code} (${exchange.text})`;
}
