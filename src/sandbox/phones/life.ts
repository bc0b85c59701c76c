import { randomUUID } from 'node:crypto';
import type { Outbound } from '../../bridges/bridge.ts';
import type { SandboxFailureCode } from '../../bridges/sandbox/errors.ts';
import type { SandboxMessageEvent, SandboxStatusEvent } from '../../bridges/sandbox/parse.ts';
import { wordsOf } from '../../domain/outbound.ts';
import type { Journal } from '../journal.ts';
import { type Behaviour, planOf } from './behaviour.ts';
import type { OwnNumber, PhoneBook } from './book.ts';
import type { Entry, NumberChanged, Said, Taken } from './entries.ts';
import { messageTelling, storyOf, type Telling } from './story.ts';
import type { Timers } from './timers.ts';

export interface LifeOptions {
  book: PhoneBook;
  journal: Pick<Journal<Entry>, 'append'>;
  timers: Timers;
  seed: string;
  speed: number;
  /** Called when the time of an event has come. */
  tell(telling: Telling): void;
}

/** What a person at a phone writes. */
export interface Utterance {
  text: string;
  payload?: string;
  number: string;
}

/** Whatever happens to the phones is journalled first, then entered in the book, then told to the webhook. */
export class Life {
  readonly #options: LifeOptions;

  constructor(options: LifeOptions) {
    this.#options = options;
  }

  /** A definite no, where this phone's behaviour has one for the next message. */
  refuse(phone: string): SandboxFailureCode | undefined {
    const { behaviour, hasRefusedOnce } = this.#options.book.look(phone);
    const { answer, once } = planOf(behaviour);
    if (answer === 'accepted' || answer === 'timeout' || answer === 'dropped') return undefined;
    if (once && hasRefusedOnce) return undefined;
    if (once) this.#record({ kind: 'refused_once', phone });
    return answer;
  }

  /** WhatsApp has the message; once this returns it is on record. Answers the provider's id. */
  take(number: string, { to, content, token }: Outbound): string {
    const at = this.#options.timers.now().toISOString();
    const id = `sandbox.${randomUUID()}`;
    const text = wordsOf(content);
    const taken: Taken = { kind: 'taken', id, phone: to, number, text, token, at };
    this.meetNumber(number);
    const story = this.#storyOf(taken);
    this.#record(taken);
    this.#await(story);
    return id;
  }

  say(phone: string, { text, payload, number }: Utterance): Said {
    const at = this.#options.timers.now().toISOString();
    const id = `sandbox.${randomUUID()}`;
    const replyTo = this.#lastReceived(phone, number);
    const said: Said = {
      kind: 'said',
      id,
      phone,
      number,
      text,
      at,
      by: 'hand',
      ...(payload !== undefined && { payload }),
      ...(replyTo !== undefined && { replyTo }),
    };
    this.meetNumber(number);
    this.#record(said);
    this.#options.tell(messageTelling(said, this.#options.seed));
    return said;
  }

  script(phone: string, changes: Partial<Behaviour>): void {
    const { behaviour } = this.#options.book.look(phone);
    this.#record({ kind: 'scripted', phone, behaviour: { ...behaviour, ...changes } });
  }

  meetNumber(number: string): void {
    if (!this.#options.book.hasNumber(number)) this.#record({ kind: 'number_seen', number });
  }

  ownNumber(number: string): OwnNumber {
    return this.#options.book.lookAtNumber(number);
  }

  changeNumber(number: string, changes: Omit<NumberChanged, 'kind' | 'number'>): void {
    this.#record({ kind: 'number_changed', number, ...changes });
  }

  /** Whether WhatsApp would say that it does not know this phone. */
  isUnknown(phone: string): boolean {
    return planOf(this.#options.book.look(phone).behaviour).answer === 'not_on_whatsapp';
  }

  /** Lives through the journal again; what it began and did not finish telling goes on. */
  resume(entries: readonly Entry[]): void {
    const posted = new Set(entries.flatMap((entry) => (entry.kind === 'posted' ? entry.keys : [])));
    const open: Telling[] = [];
    for (const entry of entries) {
      const story = this.#storyOf(entry);
      this.#options.book.apply(entry);
      for (const telling of story) {
        if (!posted.has(telling.key)) open.push(telling);
        else if (telling.event.type === 'status') this.#showStatus(telling.phone, telling.event);
      }
    }
    this.#await(open);
  }

  #storyOf(entry: Entry): Telling[] {
    const { book, seed, speed } = this.#options;
    if (entry.kind === 'said' && entry.by === 'hand') return [messageTelling(entry, seed)];
    if (entry.kind !== 'taken') return [];
    const { behaviour, messages, taken } = book.look(entry.phone);
    // Nobody answers an answer: two robots would talk for ever.
    const latest = messages.findLast(({ number }) => number === entry.number);
    const speaks = latest?.direction !== 'out';
    return storyOf(entry, behaviour, { seed, speed, ordinal: taken, speaks });
  }

  #await(tellings: Telling[]): void {
    const { timers } = this.#options;
    const now = timers.now().getTime();
    for (const telling of tellings) {
      timers.after(Math.max(0, telling.dueAt - now), () => this.#tell(telling));
    }
  }

  #tell(telling: Telling): void {
    const { phone, event } = telling;
    if (event.type === 'status') this.#showStatus(phone, event);
    else this.#showMessage(telling, event);
    this.#options.tell(telling);
  }

  #showStatus(phone: string, { message_id, status }: SandboxStatusEvent): void {
    this.#options.book.show(phone, message_id, status);
  }

  /** What is told a second time, or again after a restart, was said once. */
  #showMessage({ phone, number }: Telling, event: SandboxMessageEvent): void {
    const { message_id: id, text, at } = event;
    if (this.#options.book.hasSaid(phone, id)) return;
    this.#record({ kind: 'said', id, phone, number, text, at, by: 'behaviour' });
  }

  #lastReceived(phone: string, number: string): string | undefined {
    const { messages } = this.#options.book.look(phone);
    return messages.findLast((one) => one.direction === 'in' && one.number === number)?.id;
  }

  #record(entry: Entry): void {
    this.#options.journal.append(entry);
    this.#options.book.apply(entry);
  }
}
