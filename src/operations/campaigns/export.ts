import { z } from 'zod';
import { type Campaign, getCampaign } from '../../database/campaigns.ts';
import { findLedgerAfter, type LedgerRow } from '../../database/ledger.ts';
import { csvLine } from '../../domain/csv.ts';
import { Refusal } from '../../errors.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { line } from '../text.ts';
import { byCampaign } from './shapes.ts';

const rowsDefault = 1000;
/** About 1 MB of file. */
const rowsMax = 5000;

export const exportCampaignCsv = defineOperation({
  name: 'export_campaign_csv',
  summary:
    'Give what became of each message of a campaign as a CSV file, in pieces: call it again with the ' +
    'next_cursor of the answer until that is null, and write the contents one after the other. For ' +
    'campaigns that are paused, completed, cancelled or archived.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    ...byCampaign,
    cursor: line(100)
      .optional()
      .describe('The next_cursor of the piece before. Without it: the first piece, with headings.'),
    limit: z.int().min(1).max(rowsMax).default(rowsDefault).describe('Lines of a piece.'),
  }),
  output: z.object({
    campaign_id: z.int(),
    file_name: z.string(),
    mime_type: z.literal('text/csv'),
    content: z.string().describe('This piece of the file.'),
    rows: z.int().describe('How many messages are in it.'),
    next_cursor: z.string().nullable().describe('For the next piece; null after the last.'),
  }),

  async handler({ trx, workspaceId }, { campaign_id, cursor, limit }) {
    const campaign = await getCampaign(trx, workspaceId, campaign_id);
    refuseUnlessAtRest(campaign);
    const rows = await findLedgerAfter(trx, workspaceId, campaign.id, cursor ?? '', limit);
    const head = cursor === undefined ? csvLine(headings) : '';
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      campaign_id: campaign.id,
      file_name: `campaign-${campaign.id}.csv`,
      mime_type: 'text/csv' as const,
      content: head + rows.map(lineOf).join(''),
      rows: rows.length,
      next_cursor: last?.recipient_key ?? null,
    };
  },
});

const headings = [
  ...['phone', 'name', 'status', 'reason', 'error_code', 'error_text', 'session_id', 'attempt'],
  ...['sent_at', 'delivered_at', 'read_at', 'replied_at', 'ended_at'],
];

function lineOf(row: LedgerRow): string {
  // When it was handed over, where WhatsApp has not told more.
  const sentAt = row.sent_at ?? row.accepted_at;
  const times = [sentAt, row.delivered_at, row.read_at, row.replied_at, row.ended_at];
  return csvLine([
    ...[row.address, row.name, row.state, row.reason, row.error_code, row.error_text],
    ...[row.sender_id, row.attempt],
    ...times.map((at) => at?.toISOString() ?? null),
  ]);
}

/** While it sends, a later piece would tell of another moment than an earlier one. */
function refuseUnlessAtRest({ state }: Campaign): void {
  const resting = state === 'paused' || state === 'completed' || state === 'cancelled';
  if (resting || state === 'archived') return;
  const way = state === 'running' ? 'Pause it first, or see get_campaign_logs' : 'Nothing was sent';
  throw new Refusal(
    'wrong_state',
    `A campaign that is ${state.replace('_', ' ')} can't be exported. ${way}.`,
    { state },
  );
}
