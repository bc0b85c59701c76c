import { z } from 'zod';
import { getCampaign } from '../../database/campaigns.ts';
import { findLedgerPage, type LedgerRow } from '../../database/ledger.ts';
import { messageStates } from '../../domain/message.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { IsoTime } from '../text.ts';
import { byCampaign } from './shapes.ts';

const rowsDefault = 50;
const rowsMax = 500;

const LedgerFacts = z.object({
  contact_id: z.int(),
  message_id: z.int(),
  phone: z.string(),
  name: z.string().nullable(),
  session_id: z.int().nullable(),
  status: z.enum(messageStates),
  attempt: z.int().describe('1 unless it was tried again.'),
  reason: z.string().nullable().describe('Why it was skipped, failed, or is in doubt.'),
  error_code: z.string().nullable().describe('What the bridge called it.'),
  error_text: z.string().nullable(),
  settled_as: z.string().nullable().describe('What a message in doubt is taken for.'),
  due_at: IsoTime,
  accepted_at: IsoTime.nullable(),
  sent_at: IsoTime.nullable(),
  delivered_at: IsoTime.nullable(),
  read_at: IsoTime.nullable(),
  replied_at: IsoTime.nullable(),
  ended_at: IsoTime.nullable(),
});

export const getCampaignLogs = defineOperation({
  name: 'get_campaign_logs',
  summary: "Show what became of each person's message in a campaign, and why.",
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    ...byCampaign,
    status: z.enum(messageStates).optional().describe('Only messages in this state.'),
    page: z.int().min(1).max(1_000_000).default(1).describe('Which page, counted from 1.'),
    limit: z.int().min(1).max(rowsMax).default(rowsDefault).describe('Rows on a page.'),
  }),
  output: z.object({
    campaign_id: z.int(),
    logs: z.array(LedgerFacts),
    page: z.int(),
    total: z.int().describe('How many rows there are on all pages.'),
  }),

  async handler({ trx, workspaceId }, { campaign_id, status, page, limit }) {
    const { id } = await getCampaign(trx, workspaceId, campaign_id);
    const slice = { limit, offset: (page - 1) * limit };
    const { rows, total } = await findLedgerPage(trx, workspaceId, id, status, slice);
    return { campaign_id: id, logs: rows.map(ledgerFacts), page, total };
  },
});

function ledgerFacts(row: LedgerRow): z.infer<typeof LedgerFacts> {
  return {
    contact_id: row.contact_id,
    message_id: row.id,
    phone: row.address,
    name: row.name,
    session_id: row.sender_id,
    status: row.state,
    attempt: row.attempt,
    reason: row.reason,
    error_code: row.error_code,
    error_text: row.error_text,
    settled_as: row.settled_as,
    due_at: row.due_at.toISOString(),
    accepted_at: iso(row.accepted_at),
    sent_at: iso(row.sent_at),
    delivered_at: iso(row.delivered_at),
    read_at: iso(row.read_at),
    replied_at: iso(row.replied_at),
    ended_at: iso(row.ended_at),
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
