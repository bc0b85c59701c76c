/** Messages to new people a day that WhatsApp allows a business; the names are Meta's. */
export const tiers = [
  'TIER_250',
  'TIER_1K',
  'TIER_2K',
  'TIER_10K',
  'TIER_100K',
  'TIER_UNLIMITED',
] as const;
export type Tier = (typeof tiers)[number];

/** A pace that suits what a tier may send in a day, well below what WhatsApp takes. */
const paceOfTier: Readonly<Record<Tier, number>> = {
  TIER_250: 10,
  TIER_1K: 10,
  TIER_2K: 30,
  TIER_10K: 30,
  TIER_100K: 80,
  TIER_UNLIMITED: Number.POSITIVE_INFINITY,
};

/** What WhatsApp takes from one number, by the throughput level that the number reports. */
const paceOfThroughput: Readonly<Record<string, number>> = { STANDARD: 80, HIGH: 1000 };
const paceOfAnyNumber = 80;

/** Messages a second: by the tier that the operator named, else by what the number reported of itself. */
export function cloudPace(tier: string | undefined, throughput: string | undefined): number {
  if (isTier(tier)) return paceOfTier[tier];
  if (throughput === undefined || !Object.hasOwn(paceOfThroughput, throughput)) {
    return paceOfAnyNumber;
  }
  return paceOfThroughput[throughput] ?? paceOfAnyNumber;
}

function isTier(name: string | undefined): name is Tier {
  return tiers.some((tier) => tier === name);
}
