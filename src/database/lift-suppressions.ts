import { sql } from 'kysely';
import { openBits } from './blocked.ts';
import { batchMax } from './contact-batches.ts';
import { filteredSuppressions, lockPeople, type SuppressionFilter } from './suppressions.ts';
import type { Trx } from './tables.ts';

/** Which of the suppressions that a filter finds: those named, or all but some. */
export type SuppressionChoice = { ids: readonly number[] } | { exceptIds: readonly number[] };

/** Lifts at most one batch and answers how many; 0 means that nothing is left to lift. */
export async function liftSuppressions(
  trx: Trx,
  workspaceId: number,
  filter: SuppressionFilter,
  choice: SuppressionChoice,
  { by, at }: { by: string; at: Date },
): Promise<number> {
  const found = await findChosen(trx, workspaceId, filter, choice);
  const keys = [...new Set(found.map(({ phone_key }) => phone_key))];
  const contactIds = await lockPeople(trx, workspaceId, keys);
  const lifted = await trx
    .updateTable('suppression')
    .set({ lifted_at: at, lifted_by: by })
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`id = any(${found.map(({ id }) => id)}::int[])`)
    .where('lifted_at', 'is', null)
    .returning('id')
    .execute();
  await sql`
    update contact set blocked = ${openBits(workspaceId, sql`contact.phone_key`)}
    where id = any(${[...contactIds.values()]}::bigint[])`.execute(trx);
  return lifted.length;
}

function findChosen(
  trx: Trx,
  workspaceId: number,
  filter: SuppressionFilter,
  choice: SuppressionChoice,
) {
  const isChosen =
    'ids' in choice
      ? sql<boolean>`suppression.id = any(${choice.ids}::int[])`
      : sql<boolean>`suppression.id <> all(${choice.exceptIds}::int[])`;
  return filteredSuppressions(trx, workspaceId, filter)
    .where(isChosen)
    .select(['suppression.id', 'suppression.phone_key'])
    .orderBy('suppression.id')
    .limit(batchMax)
    .execute();
}
