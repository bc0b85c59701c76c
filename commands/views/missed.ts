import type { Caller } from '../../src/context.ts';
import { getCampaignLogs } from '../../src/operations/campaigns/logs.ts';
import { invoke } from '../../src/operations/invoke.ts';

/** How many did not get a campaign's message, by reason. */
export interface MissedReasons {
  counts: Record<string, number>;
  /** Set when there are too many to read all: the counts are of this many. */
  countedOnly?: number;
}

const rowsPerPage = 500;
/** For each state. A report that had to read a hundred thousand rows would hold everybody up. */
const pagesMax = 4;

export async function missedReasons(caller: Caller, campaignId: number): Promise<MissedReasons> {
  const counts: Record<string, number> = {};
  let read = 0;
  let isPartial = false;
  for (const status of ['skipped', 'failed', 'unknown'] as const) {
    for (let page = 1; page <= pagesMax; page += 1) {
      const input = { campaign_id: campaignId, status, page, limit: rowsPerPage };
      const { logs, total } = await invoke(caller, getCampaignLogs, input);
      for (const { reason } of logs)
        counts[reason ?? 'other'] = (counts[reason ?? 'other'] ?? 0) + 1;
      read += logs.length;
      if (page * rowsPerPage >= total) break;
      isPartial ||= page === pagesMax;
    }
  }
  return { counts, ...(isPartial && { countedOnly: read }) };
}
