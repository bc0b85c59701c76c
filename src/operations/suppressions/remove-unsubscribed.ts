import { z } from 'zod';
import { describeActor } from '../../database/audit.ts';
import { batchesOf } from '../../database/contact-batches.ts';
import { liftSuppressions, type SuppressionChoice } from '../../database/lift-suppressions.ts';
import type { SuppressionFilter } from '../../database/suppressions.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { removes } from '../annotations.ts';
import { defineOperation, type StepsContext } from '../define.ts';
import { RowId } from '../refs.ts';
import { Day, Search } from '../text.ts';
import { unsubscribed } from './shapes.ts';

const idsMax = 50_000;
const Ids = z.array(RowId).max(idsMax);

export const removeUnsubscribedBulk = defineOperation({
  name: 'remove_unsubscribed_bulk',
  summary:
    'Take opt-outs back: those named, or with select_all every one that the filters find. Those people ' +
    'get campaigns again, so do it only where they asked for it. A place on the blacklist stays.',
  scope: 'contacts:write',
  annotations: removes,
  confirmation: {
    when: ({ select_all }) => select_all === true,
    preview: {
      operation: 'get_unsubscribed_list',
      given: ['search', 'date_from', 'date_to'],
      shown: ['total'],
    },
  },
  input: z
    .strictObject({
      ids: Ids.optional().describe('From get_unsubscribed_list: id.'),
      select_all: z.boolean().default(false).describe('Take back every opt-out instead.'),
      search: Search.optional().describe('With select_all: part of a number.'),
      date_from: Day.optional().describe('With select_all: first day, YYYY-MM-DD.'),
      date_to: Day.optional().describe('With select_all: last day, YYYY-MM-DD.'),
      exclude_ids: Ids.default([]).describe('With select_all: id of those that stay.'),
    })
    .refine(
      ({ ids, select_all }) => select_all === (ids === undefined),
      'Give either ids or select_all',
    ),
  output: z.object({ removed: z.int().describe('How many opt-outs were taken back.') }),

  async steps(context, { ids, exclude_ids, search, date_from: from, date_to: to }) {
    const { transaction, workspaceId } = context;
    if (ids) {
      let removed = 0;
      for (const batch of batchesOf(ids))
        removed += await lift(context, unsubscribed, { ids: batch });
      return { removed };
    }
    const { timezone } = await transaction((trx) => findWorkspace(trx, workspaceId));
    const filter = { ...unsubscribed, search, from, to, timezone };
    return { removed: await lift(context, filter, { exceptIds: exclude_ids }) };
  },
});

/** Batch by batch, each in a transaction of its own. */
async function lift(
  { transaction, workspaceId, actor, now: at }: StepsContext,
  filter: SuppressionFilter,
  choice: SuppressionChoice,
): Promise<number> {
  const by = describeActor(actor);
  for (let removed = 0; ; ) {
    const count = await transaction((trx) =>
      liftSuppressions(trx, workspaceId, filter, choice, { by, at }),
    );
    if (count === 0) return removed;
    removed += count;
  }
}
