import type { Texts } from '../texts/en.ts';

/** How many people missed a message, in words, the most frequent reason first. */
export function reasonLines(t: Texts, counts: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return sorted.map(([reason, n]) => t.reasonLine(inWords(t, reason), n));
}

/** A reason that has no words yet is still better said than hidden. */
function inWords({ reasons }: Texts, reason: string): string {
  const words = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  return words ?? reason.replaceAll('_', ' ');
}
