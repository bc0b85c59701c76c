import type { Phone } from './book.ts';

/** What one phone can testify, to be held against Herald's ledger. */
export interface PhoneTally {
  /** How many messages WhatsApp took for it: each was handed over once. */
  taken: number;
  /** How many of them reached the phone, and how often each token and each text did. */
  arrived: number;
  tokens: Record<string, number>;
  texts: Record<string, number>;
}

export interface Tally {
  taken: number;
  arrived: number;
  /** Only phones that WhatsApp took something for. */
  phones: Record<string, PhoneTally>;
}

export function tallyOf(phones: readonly Phone[]): Tally {
  const tally: Tally = { taken: 0, arrived: 0, phones: {} };
  for (const phone of phones) {
    if (phone.taken === 0) continue;
    const one = tallyOfOne(phone);
    tally.phones[phone.phone] = one;
    tally.taken += one.taken;
    tally.arrived += one.arrived;
  }
  return tally;
}

function tallyOfOne({ taken, messages }: Phone): PhoneTally {
  const received = messages.filter(({ direction }) => direction === 'in');
  return {
    taken,
    arrived: received.length,
    tokens: countBy(received.map(({ token }) => token ?? '')),
    texts: countBy(received.map(({ text }) => text)),
  };
}

/** Through a Map, because a text may be called `__proto__`. */
function countBy(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}
