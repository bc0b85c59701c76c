import { z } from 'zod';
import { findSuppressionPage } from '../../database/suppressions.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { Day, Search } from '../text.ts';
import { ListedSuppressionFacts, suppressionFacts, unsubscribed } from './shapes.ts';

export const getUnsubscribedList = defineOperation({
  name: 'get_unsubscribed_list',
  summary:
    'List who said themselves that they want no more: by a word, a button or the opt-out link. ' +
    'The newest first.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({
    page: PageNumber,
    search: Search.optional().describe('Part of a number.'),
    kind: z
      .enum(['marketing', 'whatsapp'])
      .optional()
      .describe(
        'Only those by the link or in WhatsApp itself (marketing), or only those by a word or a button (whatsapp).',
      ),
    date_from: Day.optional().describe('First day, YYYY-MM-DD, in the time zone of the workspace.'),
    date_to: Day.optional().describe('Last day, YYYY-MM-DD.'),
  }),
  output: z.object({ unsubscribed: z.array(ListedSuppressionFacts), ...pageFields }),

  async handler({ trx, workspaceId }, { page, search, kind, date_from, date_to }) {
    const { timezone } = await findWorkspace(trx, workspaceId);
    const { rows, total } = await findSuppressionPage(
      trx,
      workspaceId,
      {
        ...unsubscribed,
        ...(kind && { kinds: [kind] }),
        search,
        from: date_from,
        to: date_to,
        timezone,
      },
      sliceOf(page),
    );
    return { unsubscribed: rows.map(suppressionFacts), ...pageFacts(page, total) };
  },
});
