import type { Behaviour } from './behaviour.ts';
import type { Phone, PhoneMessage } from './book.ts';
import { nameOf } from './person.ts';

/** A phone as a list shows it. */
export interface PhoneLine {
  phone: string;
  name?: string;
  state: PhoneState;
  received: number;
  last?: Pick<PhoneMessage, 'text' | 'at' | 'direction'>;
  unread: number;
}

export interface PhoneView {
  phone: string;
  name?: string;
  state: PhoneState;
  behaviour: Behaviour;
  messages: PhoneMessage[];
}

export type PhoneState = 'reachable' | 'off' | 'blocks' | 'not_on_whatsapp';

export function lineOf(seed: string, phone: Phone): PhoneLine {
  const received = phone.messages.filter(({ direction }) => direction === 'in');
  const last = phone.messages.at(-1);
  return {
    ...identity(seed, phone),
    received: received.length,
    ...(last && { last: { text: last.text, at: last.at, direction: last.direction } }),
    unread: received.filter(({ status }) => status !== 'read').length,
  };
}

export function viewOf(seed: string, phone: Phone): PhoneView {
  const { behaviour, messages } = phone;
  return { ...identity(seed, phone), behaviour, messages };
}

/** Whether a search finds it: by number, by name or by what was last said. */
export function matches(seed: string, phone: Phone, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return true;
  const haystack = [phone.phone, nameOf(seed, phone.phone), phone.messages.at(-1)?.text];
  return haystack.some((text) => text?.toLowerCase().includes(wanted));
}

function identity(seed: string, { phone, behaviour }: Phone) {
  const name = nameOf(seed, phone);
  return { phone, ...(name !== undefined && { name }), state: stateOf(behaviour) };
}

function stateOf({ does }: Behaviour): PhoneState {
  if (does === 'blocks' || does === 'not_on_whatsapp') return does;
  return does === 'is_off' ? 'off' : 'reachable';
}
