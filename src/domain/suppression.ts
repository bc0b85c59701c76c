import type { Purpose } from './message.ts';

/** Why someone must not be messaged. Open suppressions of one person are told apart by kind. */
export const suppressionKinds = ['whatsapp', 'marketing', 'blacklist'] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];

/** How we came to know. What a word did, a word may lift again. */
export type SuppressionSource = 'word' | 'button' | 'link' | 'operator' | 'api' | 'bridge';

/** The bit that an open suppression sets in `contact.blocked`. */
export const blockedBit = { whatsapp: 1, marketing: 2, blacklist: 4 } as const;

/** Which suppressions stop a message, as a mask over `contact.blocked`. */
export const blockedMask: Readonly<Record<Purpose, number>> = {
  campaign: blockedBit.whatsapp | blockedBit.marketing | blockedBit.blacklist,
  reply: blockedBit.whatsapp | blockedBit.blacklist,
  single: blockedBit.whatsapp | blockedBit.blacklist,
  // An operator's own typed answer, while the person writes, and the one confirmation of a stop.
  answer: blockedBit.blacklist,
  consent: blockedBit.blacklist,
};

/** The strongest of the suppressions that stop a message, as the reason in its row. */
export function blockedReason(blocked: number, purpose: Purpose): BlockedReason | undefined {
  const stopping = blocked & blockedMask[purpose];
  if ((stopping & blockedBit.blacklist) !== 0) return 'blacklisted';
  if ((stopping & blockedBit.whatsapp) !== 0) return 'opted_out';
  if ((stopping & blockedBit.marketing) !== 0) return 'unsubscribed';
  return undefined;
}

export type BlockedReason = 'blacklisted' | 'opted_out' | 'unsubscribed';
