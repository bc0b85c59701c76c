import { z } from 'zod';
import { countPhrases, intentLevels } from '../../domain/intent.ts';
import { line } from '../text.ts';

const dayMs = 24 * 3_600_000;

const periods = {
  last_7_days: 7,
  last_30_days: 30,
  last_60_days: 60,
  last_90_days: 90,
} as const;
type PeriodName = keyof typeof periods;

export const Period = z.enum(Object.keys(periods) as [PeriodName, ...PeriodName[]]);

/** Where a period that ends now begins. */
export function beginningOf(period: PeriodName, now: Date): Date {
  return new Date(now.getTime() - periods[period] * dayMs);
}

export const Level = z.enum(intentLevels);

const phrasesMax = 200;
/** What one pattern may stand for. */
const choicesMax = 200;

const Phrase = line(200).refine(
  (pattern) => countPhrases(pattern) <= choicesMax,
  'stands for too many phrases: write several instead',
);

export const Rules = z
  .array(
    z.strictObject({
      level: Level.describe('How much somebody who writes this wants to buy.'),
      phrases: z
        .array(Phrase)
        .max(phrasesMax)
        .describe('What they write, in small letters or not.'),
    }),
  )
  .max(20);
