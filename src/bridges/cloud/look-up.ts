import { z } from 'zod';
import type { Connection } from '../bridge.ts';
import type { Exchange } from '../exchange.ts';
import type { Wire } from '../wire.ts';
import { type Answer, type GraphError, readAnswer, textOf } from './answer.ts';
import { cloudFailure } from './errors.ts';

/** With the 5 seconds that a connection may take, ten in all: somebody waits for the answer. */
const answerMs = 5_000;
const fields = 'display_phone_number,verified_name,quality_rating,throughput,name_status,status';

/**
 * Asks WhatsApp about the number, which also proves the credentials. A refusal is an answer: the
 * number is not connected, and why. Throws when WhatsApp cannot say at the moment.
 */
export async function lookUpNumber(wire: Wire, numberKey: string): Promise<Connection> {
  const path = `/${numberKey}?fields=${fields}`;
  const exchange = await wire.ask('GET', path, undefined, answerMs);
  if (exchange.kind !== 'answered')
    throw new Error(`WhatsApp was not reached: ${whyNot(exchange)}`);

  const answer = readAnswer(exchange);
  const number = answer.status === 200 ? NumberBody.safeParse(answer.json).data : undefined;
  if (number) return connected(number);
  const reason = reasonOf(answer);
  if (!isRefusal(answer)) throw new Error(reason);
  return { status: 'disconnected', reason };
}

const word = z.string().max(200).optional().catch(undefined);

const NumberBody = z.object({
  display_phone_number: z.string(),
  verified_name: word,
  quality_rating: word,
  throughput: z
    .object({ level: z.string().max(200) })
    .optional()
    .catch(undefined),
});

function connected(number: z.infer<typeof NumberBody>): Connection {
  const digits = number.display_phone_number.replace(/\D/g, '');
  const { verified_name = null, quality_rating = null, throughput } = number;
  return {
    status: 'connected',
    ...(/^\d{6,15}$/.test(digits) && { phone: `+${digits}` }),
    facts: { verified_name, quality_rating, throughput: throughput?.level ?? null },
  };
}

/** What will be answered the same way tomorrow, unless somebody changes something. */
function isRefusal({ status, error }: Answer): boolean {
  if (error && isPassing(error)) return false;
  return status >= 400 && status < 500 && status !== 429;
}

function isPassing({ code }: GraphError): boolean {
  const { class: failure } = cloudFailure(code);
  return failure === 'transient' || failure === 'slow_down';
}

function reasonOf({ status, error }: Answer): string {
  return error ? `${error.code}: ${textOf(error)}` : `WhatsApp answers with HTTP ${status}.`;
}

function whyNot(exchange: Exclude<Exchange, { kind: 'answered' }>): string {
  return exchange.kind === 'held' ? exchange.kind : `${exchange.code} (${exchange.text})`;
}
