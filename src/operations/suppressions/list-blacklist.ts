import { z } from 'zod';
import { findSuppressionPage } from '../../database/suppressions.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { Search } from '../text.ts';
import { ListedSuppressionFacts, suppressionFacts } from './shapes.ts';

export const listBlacklist = defineOperation({
  name: 'list_blacklist',
  summary: 'List the numbers that were blocked by hand, the newest first.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({
    page: PageNumber,
    search: Search.optional().describe('Part of a number.'),
  }),
  output: z.object({ blocked: z.array(ListedSuppressionFacts), ...pageFields }),

  async handler({ trx, workspaceId }, { page, search }) {
    const filter = { kinds: ['blacklist'], search } as const;
    const { rows, total } = await findSuppressionPage(trx, workspaceId, filter, sliceOf(page));
    return { blocked: rows.map(suppressionFacts), ...pageFacts(page, total) };
  },
});
