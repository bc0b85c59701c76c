import { z } from 'zod';
import { countAudience } from '../../database/audience.ts';
import { matchesSegment } from '../../database/segment.ts';
import { looks } from '../annotations.ts';
import { SegmentFilters } from '../campaigns/segment.ts';
import { defineOperation } from '../define.ts';
import { ListRef } from '../refs.ts';
import { requireList } from './require.ts';

export const countFilteredContacts = defineOperation({
  name: 'count_filtered_contacts',
  summary:
    'Count the people on a list whom filters let through, as segment_filters of a campaign would, ' +
    'and how many of them may be messaged.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({
    list_id: ListRef.describe('From list_contact_lists.'),
    segment_filters: SegmentFilters,
  }),
  output: z.object({
    list_id: z.int(),
    total: z.int().describe('How many people are on the list.'),
    count: z.int().describe('How many of them match the filters.'),
    reachable: z.int().describe('How many of those have not opted out and are not blocked.'),
  }),

  async handler({ trx, workspaceId, now }, { list_id, segment_filters }) {
    const { id: listId } = await requireList(trx, workspaceId, list_id);
    const everybody = { workspaceId, listId, required: [] };
    const segment = matchesSegment(segment_filters, workspaceId, now);
    const { people: total } = await countAudience(trx, everybody);
    const { people, skipped } = await countAudience(trx, { ...everybody, segment });
    const blocked = Object.values(skipped).reduce((sum, n) => sum + n, 0);
    return { list_id: listId, total, count: people, reachable: people - blocked };
  },
});
