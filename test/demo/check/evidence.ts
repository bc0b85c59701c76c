import type { z } from 'zod';
import type { getCampaign } from '../../../src/operations/campaigns/get.ts';
import type { getCampaignLogs } from '../../../src/operations/campaigns/logs.ts';
import type { PhoneTally } from '../../../src/sandbox/phones/tally.ts';
import type { PhoneView } from '../../../src/sandbox/phones/views.ts';

export type Campaign = z.infer<(typeof getCampaign)['output']>;
export type Row = z.infer<(typeof getCampaignLogs)['output']>['logs'][number];
export type State = Row['status'];

/** What Herald says about one campaign, and what the phones testify. */
export interface Evidence {
  campaign: Campaign;
  /** How many people the imported file names. */
  peopleInFile: number;
  /** The numbers of everybody on its list. */
  people: readonly string[];
  /** Its whole ledger. */
  rows: readonly Row[];
  optedOut: readonly string[];
  /** What people are answered when they write anything but STOP. */
  autoReply: string;
  /** Every phone that WhatsApp took something for, by number. */
  tally: Readonly<Record<string, PhoneTally>>;
  /** What those phones got and said, in its order. */
  talks: readonly PhoneView[];
  /** Words that stand in this campaign's text and in no other message. */
  campaignWords: string;
  /** Whether Herald was killed on the way: an answer that was on its way then is not repeated. */
  wasKilled: boolean;
}

/** How many of the campaign's messages WhatsApp took for a phone, and how many of them the phone shows. */
export function takenBy(
  { tally, campaignWords }: Evidence,
  phone: string,
): { taken: number; shown: number } {
  const one = Object.hasOwn(tally, phone) ? tally[phone] : undefined;
  if (one === undefined) return { taken: 0, shown: 0 };
  const shown = Object.entries(one.texts)
    .filter(([text]) => text.includes(campaignWords))
    .reduce((sum, [, times]) => sum + times, 0);
  // What never arrived has no text to know it by, but answers go only to phones that are on.
  return { taken: one.taken - one.arrived + shown, shown };
}
