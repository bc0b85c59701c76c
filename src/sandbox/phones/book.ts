import type { Profile } from '../../bridges/bridge.ts';
import { type Behaviour, drawBehaviour, planOf } from './behaviour.ts';
import type { Entry, NumberChanged, Said, Scripted, Taken } from './entries.ts';

export interface PhoneMessage {
  id: string;
  /** `in` is what reached the phone, `out` what its owner wrote. */
  direction: 'in' | 'out';
  number: string;
  text: string;
  at: string;
  token?: string;
  status?: string;
}

export interface Phone {
  phone: string;
  behaviour: Behaviour;
  /** How many messages WhatsApp took for it, whether or not they reached it. */
  taken: number;
  messages: PhoneMessage[];
  hasRefusedOnce: boolean;
}

/** One of Herald's own numbers, as the simulated WhatsApp knows it. */
export interface OwnNumber {
  isLinked: boolean;
  profile: Profile;
}

/**
 * What every phone got and said. It changes by journal entries only, so what is replayed
 * after a restart is what happened before it.
 */
export class PhoneBook {
  /** In the order of their latest activity: whoever moves is put at the end. */
  readonly #phones = new Map<string, Phone>();
  readonly #numbers = new Map<string, OwnNumber>();
  readonly #seed: string;
  readonly #onChange: () => void;

  constructor(seed: string, onChange: () => void) {
    this.#seed = seed;
    this.#onChange = onChange;
  }

  /** A phone nobody wrote to yet has a behaviour all the same. */
  look(phone: string): Phone {
    return this.#phones.get(phone) ?? this.#blank(phone);
  }

  knows(phone: string): boolean {
    return this.#phones.has(phone);
  }

  newestFirst(): Phone[] {
    return [...this.#phones.values()].reverse();
  }

  hasNumber(number: string): boolean {
    return this.#numbers.has(number);
  }

  lookAtNumber(number: string): OwnNumber {
    return this.#numbers.get(number) ?? { isLinked: true, profile: {} };
  }

  get firstNumber(): string | undefined {
    return this.#numbers.keys().next().value;
  }

  apply(entry: Entry): void {
    switch (entry.kind) {
      case 'taken':
        this.#take(entry);
        break;
      case 'said':
        this.#say(entry);
        break;
      case 'scripted':
        this.#script(entry);
        break;
      case 'refused_once':
        this.#moved(entry.phone).hasRefusedOnce = true;
        break;
      case 'number_seen':
        this.#numbers.set(entry.number, this.lookAtNumber(entry.number));
        return;
      case 'number_changed':
        this.#changeNumber(entry);
        return;
      case 'posted':
        return;
    }
    this.#onChange();
  }

  /** How far a message is shows on the phone too; it never goes back, in whatever order that is told. */
  show(phone: string, messageId: string, status: string): void {
    const message = this.#phones.get(phone)?.messages.findLast(({ id }) => id === messageId);
    if (!message || rank(status) <= rank(message.status)) return;
    message.status = status;
    this.#moved(phone);
    this.#onChange();
  }

  hasSaid(phone: string, messageId: string): boolean {
    return this.look(phone).messages.some(({ id }) => id === messageId);
  }

  #take({ id, phone: key, number, text, token, at }: Taken): void {
    const phone = this.#moved(key);
    phone.taken += 1;
    if (planOf(phone.behaviour).reaches === 'phone') {
      phone.messages.push({ id, direction: 'in', number, text, at, token });
    }
  }

  #say({ id, phone, number, text, at }: Said): void {
    this.#moved(phone).messages.push({ id, direction: 'out', number, text, at });
  }

  #script({ phone: key, behaviour }: Scripted): void {
    const phone = this.#moved(key);
    phone.behaviour = behaviour;
    phone.hasRefusedOnce = false;
  }

  #changeNumber({ number, isLinked, profile, pictureUrl }: NumberChanged): void {
    const before = this.lookAtNumber(number);
    const { pictureUrl: hadPicture, ...known } = before.profile;
    const picture = pictureUrl === undefined ? hadPicture : pictureUrl;
    this.#numbers.set(number, {
      isLinked: isLinked ?? before.isLinked,
      profile: { ...known, ...profile, ...(picture && { pictureUrl: picture }) },
    });
  }

  #moved(key: string): Phone {
    const phone = this.look(key);
    this.#phones.delete(key);
    this.#phones.set(key, phone);
    return phone;
  }

  #blank(phone: string): Phone {
    const behaviour = drawBehaviour(this.#seed, phone);
    return { phone, behaviour, taken: 0, messages: [], hasRefusedOnce: false };
  }
}

const ranks = ['sent', 'delivered', 'read'];

function rank(status: string | undefined): number {
  return ranks.indexOf(status ?? '');
}
