import { z } from 'zod';
import type { BridgeSender, Outcome, PersonNames } from '../bridge.ts';
import { outcomeOf, outcomeOfFailure, readAnswer, type WahaAnswer } from './answer.ts';
import type { WahaLine } from './line.ts';
import { isPersonsChat, personOf, phoneChatOf } from './names.ts';

/** Somebody waits for the message; a slower answer counts for the next attempt. */
const answerMs = 5_000;

const hourMs = 3_600_000;
const knownForMs = 24 * hourMs;
/** People join WhatsApp. */
const missingForMs = hourMs;
/** WAHA would not say, which is a matter of its version or of the key's rights. */
const guessedForMs = hourMs / 6;
const rememberedMax = 50_000;

/** Where a person is written to; `news` when WhatsApp told a name of theirs that we did not use. */
export interface Address {
  chatId: string;
  person?: PersonNames;
}

export type Finding = Address | Extract<Outcome, { kind: 'refused' }>;

/**
 * Under which id WhatsApp knows a person. It is not always their number: Brazil's ninth digit is
 * missing in older ones, and who hides the number has a LID alone. What was found is remembered,
 * so that each person is asked about once a day.
 */
export class Addresses {
  readonly #nowMs: () => number;
  readonly #known = new Map<string, { finding: Finding; untilMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async find(
    { numberKey }: BridgeSender,
    line: WahaLine,
    { phone, lid }: PersonNames,
  ): Promise<Finding> {
    if (!phone) return lid === undefined ? nobody : { chatId: `${lid}@lid` };
    const key = `${numberKey} ${phone}`;
    const known = this.#known.get(key);
    if (known && this.#nowMs() < known.untilMs) return known.finding;
    const { finding, forMs } = await look(line, phone);
    if (forMs > 0) this.#remember(key, finding, forMs);
    return finding;
  }

  /** The oldest are forgotten first: a map keeps the order in which its keys came. */
  #remember(key: string, finding: Finding, forMs: number): void {
    this.#known.delete(key);
    this.#known.set(key, { finding, untilMs: this.#nowMs() + forMs });
    const [oldest] = this.#known.keys();
    if (this.#known.size > rememberedMax && oldest !== undefined) this.#known.delete(oldest);
  }
}

const nobody: Finding = {
  kind: 'refused',
  class: 'recipient_permanent',
  code: 'no_address',
  text: 'Neither a phone nor a LID is known.',
};
const notOnWhatsapp: Finding = {
  kind: 'refused',
  class: 'recipient_undeliverable',
  code: 'not_on_whatsapp',
  text: 'This phone is not on WhatsApp.',
};

const ExistsBody = z.object({
  numberExists: z.boolean(),
  chatId: z.string().nullish().catch(undefined),
  pn: z.string().nullish().catch(undefined),
});

async function look(
  { wire, session }: WahaLine,
  phone: string,
): Promise<{ finding: Finding; forMs: number }> {
  const query = new URLSearchParams({ phone: phone.replace(/^\+/, ''), session });
  const path = `/api/contacts/check-exists?${query}`;
  const exchange = await wire.ask('GET', path, undefined, answerMs);
  if (exchange.kind !== 'answered') return { finding: notNow(outcomeOf(exchange)), forMs: 0 };
  const answer = readAnswer(exchange);
  if (mayNotAsk.includes(answer.status)) {
    return { finding: { chatId: phoneChatOf(phone) }, forMs: guessedForMs };
  }
  return read(answer, phone);
}

/** Whoever may not ask can still write to the number as it is. */
const mayNotAsk: readonly number[] = [403, 404, 405, 501];

function read(answer: WahaAnswer, phone: string): { finding: Finding; forMs: number } {
  const found = answer.status < 300 ? ExistsBody.safeParse(answer.json).data : undefined;
  if (!found) return { finding: notNow(outcomeOfFailure(answer)), forMs: 0 };
  if (!found.numberExists) return { finding: notOnWhatsapp, forMs: missingForMs };
  const chatId = isPersonsChat(found.chatId) ? found.chatId : phoneChatOf(phone);
  const lid = personOf([chatId, found.pn])?.lid;
  const person = lid === undefined ? undefined : { phone, lid };
  return { finding: { chatId, ...(person && { person }) }, forMs: knownForMs };
}

/** No message was written yet, so what would leave one in doubt is a matter of another try here. */
function notNow(outcome: Outcome): Finding {
  if (outcome.kind === 'refused') return outcome;
  const said = outcome.kind === 'accepted' ? noAnswer : { code: outcome.code, text: outcome.text };
  return { kind: 'refused', class: 'transient', ...said };
}

const noAnswer = { code: 'check_exists', text: 'WAHA does not say whether the phone exists.' };
