import { setTimeout as sleepFor } from 'node:timers/promises';
import { planOf } from '../../../src/sandbox/phones/behaviour.ts';
import type { Phone, PhoneMessage } from '../../../src/sandbox/phones/book.ts';
import { type Tally, tallyOf } from '../../../src/sandbox/phones/tally.ts';
import { type PhoneView, viewOf } from '../../../src/sandbox/phones/views.ts';
import type { Witnesses } from '../phones.ts';
import { digitsOf, linesOf, type Person } from './cast.ts';
import type { FakeNumber, Receipt } from './fake.ts';

const lookEveryMs = 200;
const looksASecond = 1000 / lookEveryMs;

/**
 * The people behind a fake number. What they got is what its server says that it delivered; what
 * they read and write is posted by it, whenever they are given a turn.
 */
export class People implements Witnesses {
  readonly #number: FakeNumber;
  readonly #phones: ReadonlyMap<string, Phone>;
  #seen = 0;

  constructor(number: FakeNumber, cast: readonly Person[]) {
    this.#number = number;
    this.#phones = new Map(cast.map((person) => [digitsOf(person.phone), phoneOf(person)]));
    for (const { phone, does } of cast) {
      if (does === 'times_out') number.loseAnswer(digitsOf(phone));
    }
  }

  /** Everybody looks at what has come since the last turn. Answers how much that was. */
  async turn(): Promise<number> {
    const news = this.#number.received().slice(this.#seen);
    this.#seen += news.length;
    for (const { to, text } of news) await this.#get(to, text);
    return news.length;
  }

  async tally(): Promise<Tally> {
    await this.turn();
    return tallyOf([...this.#phones.values()]);
  }

  async look(phone: string): Promise<PhoneView> {
    return viewOf('', this.#phone(digitsOf(phone)));
  }

  async areQuietFor(seconds: number): Promise<boolean> {
    let news = 0;
    for (let look = 0; look < seconds * looksASecond; look += 1) {
      await sleepFor(lookEveryMs);
      news += await this.turn();
    }
    return news === 0;
  }

  async #get(person: string, text: string): Promise<void> {
    const phone = this.#phone(person);
    const { reaches, statuses } = planOf(phone.behaviour);
    phone.taken += 1;
    if (reaches === 'phone') phone.messages.push(message('in', text));
    for (const status of statuses.filter(isReceipt)) await this.#number.tell(person, status);
    await this.#answer(person, phone);
  }

  /** To what they got first; what they get for it is the end of the talk. */
  async #answer(person: string, { behaviour, taken, messages }: Phone): Promise<void> {
    const words = linesOf(behaviour.does);
    if (words === undefined || taken > 1) return;
    messages.push(message('out', words));
    await this.#number.say(person, words);
  }

  #phone(person: string): Phone {
    const phone = this.#phones.get(person);
    if (phone) return phone;
    throw new Error(`${person} got a message, and is nobody in this demo.`);
  }
}

function phoneOf({ phone, does }: Person): Phone {
  const behaviour = { does, repeats: false, reorders: false };
  return { phone, behaviour, taken: 0, messages: [], hasRefusedOnce: false };
}

function message(direction: PhoneMessage['direction'], text: string): PhoneMessage {
  return { id: '', direction, number: '', text, at: new Date().toISOString() };
}

function isReceipt(status: string): status is Receipt {
  return status !== 'failed';
}
