import { z } from 'zod';
import { readCounts } from '../../database/counts.ts';
import {
  type EndedReason,
  findEndedReasons,
  findSendsByHour,
  findStartedCampaigns,
} from '../../database/ledger.ts';
import { findListQuality, type ListQuality } from '../../database/list-quality.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { parseTime } from '../../domain/time.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Day } from '../text.ts';
import { Counts, countsOf } from './shapes.ts';

const dayMs = 24 * 3_600_000;
const daysDefault = 30;

const Quality = z.object({
  list_id: z.int(),
  name: z.string(),
  contacts: z.int().describe('How many people are on it now.'),
  reachable: z.int().describe('How many of them have not opted out and are not blocked.'),
  impossible_numbers: z.int().describe('How many have a number that no country uses.'),
  sent: z.int().describe('Messages of these campaigns that left.'),
  failed: z.int().describe('Messages of these campaigns that failed.'),
});

export const getMassMarketingStats = defineOperation({
  name: 'get_mass_marketing_stats',
  summary:
    'Show how the campaigns that started within a time did: counts for each and in all, why messages ' +
    'failed or were skipped, at which hours they left, and how good their lists are.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    date_from: Day.optional().describe(
      `First day, like 2026-03-01. Default: ${daysDefault} days ago.`,
    ),
    date_to: Day.optional().describe('Last day. Default: today.'),
  }),
  output: z.object({
    date_from: z.string(),
    date_to: z.string(),
    campaigns: z.array(
      z.object({ campaign_id: z.int(), name: z.string(), status: z.string(), counts: Counts }),
    ),
    totals: Counts,
    reasons: z
      .record(z.string(), z.int())
      .describe('How many messages failed, were skipped or are in doubt, by reason.'),
    failures: z.record(z.string(), z.int()).describe('How many messages failed, by reason.'),
    sends_by_hour: z
      .array(z.int())
      .describe(
        'How many messages left in each hour of the day, from 0 to 23 in the time zone of the workspace.',
      ),
    lists: z.array(Quality).describe('How good the lists of these campaigns are.'),
  }),

  async handler({ trx, workspaceId, now }, given) {
    const { timezone } = await findWorkspace(trx, workspaceId);
    const date_from =
      given.date_from ?? dayOf(new Date(now.getTime() - daysDefault * dayMs), timezone);
    const date_to = given.date_to ?? dayOf(now, timezone);
    const from = parseTime(`${date_from}T00:00`, timezone);
    const to = new Date(parseTime(`${date_to}T00:00`, timezone).getTime() + dayMs);

    const found = await findStartedCampaigns(trx, workspaceId, from, to);
    const ids = found.map(({ id }) => id);
    const counts = await readCounts(trx, workspaceId, ids);
    const campaigns = found.map(({ id, name, state }) => ({
      campaign_id: id,
      name,
      status: state,
      counts: countsOf(counts.get(id) ?? {}),
    }));
    const ended = await findEndedReasons(trx, workspaceId, ids);
    const hours = await findSendsByHour(trx, workspaceId, ids, timezone);
    const lists = await findListQuality(trx, workspaceId, ids);
    return {
      ...{ date_from, date_to, campaigns, totals: sumOf(campaigns) },
      reasons: byReason(ended),
      failures: byReason(ended.filter(({ state }) => state === 'failed')),
      sends_by_hour: Array.from({ length: 24 }, (_, hour) => hours.get(hour) ?? 0),
      lists: lists.map(qualityOf),
    };
  },
});

function byReason(ended: readonly EndedReason[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { reason, n } of ended) sums[reason] = (sums[reason] ?? 0) + n;
  return sums;
}

function qualityOf({ list_id, name, contacts, ...list }: ListQuality): z.infer<typeof Quality> {
  return {
    ...{ list_id, name, contacts },
    reachable: contacts - list.blocked,
    impossible_numbers: list.impossible,
    sent: list.reached,
    failed: list.failed,
  };
}

function dayOf(at: Date, timeZone: string): string {
  // The Swedish form is the ISO form.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

function sumOf(campaigns: readonly { counts: z.infer<typeof Counts> }[]): z.infer<typeof Counts> {
  const sum = countsOf({});
  for (const { counts } of campaigns) {
    for (const key of Counts.keyof().options) sum[key] += counts[key];
  }
  return sum;
}
