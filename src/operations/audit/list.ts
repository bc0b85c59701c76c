import { z } from 'zod';
import { findAudit } from '../../database/audit.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { IsoTime, line } from '../text.ts';

const Outcome = z.enum(['done', 'refused']);

export const listAudit = defineOperation({
  name: 'list_audit',
  summary: 'List who changed what, or was refused, in this workspace: the newest first.',
  scope: 'admin',
  annotations: looks,
  input: z.strictObject({
    page: PageNumber,
    action: line(100).optional().describe('Only this operation, such as start_campaign.'),
    outcome: Outcome.optional().describe('Only what was done, or only what was refused.'),
  }),
  output: z.object({
    entries: z.array(
      z.object({
        id: z.int(),
        at: IsoTime,
        actor: z.string().describe('Who: a token, an operator, or Herald itself.'),
        action: z.string().describe('The operation.'),
        input: z.unknown().describe('What was asked, without secrets and shortened.'),
        outcome: Outcome,
        note: z.string().nullable().describe('Why it was refused.'),
      }),
    ),
    ...pageFields,
  }),

  async handler({ trx, workspaceId }, { page, ...wanted }) {
    const { rows, total } = await findAudit(trx, workspaceId, wanted, sliceOf(page));
    const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    return { entries, ...pageFacts(page, total) };
  },
});
