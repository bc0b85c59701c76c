import { type Selectable, sql } from 'kysely';
import type { Found, Slice } from './search.ts';
import type { Connection, Tables, Trx } from './tables.ts';

export type MessageTemplate = Selectable<Tables['message_template']>;

export function findTemplate(
  connection: Connection,
  workspaceId: number,
  id: number,
): Promise<MessageTemplate | undefined> {
  return connection
    .selectFrom('message_template')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function findTemplatePage(
  connection: Connection,
  workspaceId: number,
  category: string | undefined,
  { limit, offset }: Slice,
): Promise<Found<MessageTemplate>> {
  let query = connection.selectFrom('message_template').where('workspace_id', '=', workspaceId);
  if (category !== undefined) {
    query = query.where(sql<boolean>`lower(category) = lower(${category})`);
  }
  const rows = await query
    .selectAll()
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** A text of ours under a name: a new one, or the one of that name with a new text. A category that is not given stays. */
export async function saveOwnTemplate(
  trx: Trx,
  workspaceId: number,
  { name, category, body }: { name: string; category: string | undefined; body: string },
): Promise<{ template: MessageTemplate; isNew: boolean }> {
  const values = { workspace_id: workspaceId, source: 'own', name, body, components: [] } as const;
  const { is_new: isNew, ...template } = await trx
    .insertInto('message_template')
    .values({ ...values, category: category ?? null })
    .onConflict((conflict) =>
      conflict
        .expression(sql`workspace_id, lower(name)`)
        .where('source', '=', sql.lit('own'))
        .doUpdateSet({
          name,
          body,
          category: sql`coalesce(excluded.category, message_template.category)`,
          updated_at: sql`now()`,
        }),
    )
    .returningAll()
    // A row that was just inserted has no older version that ended.
    .returning(sql<boolean>`xmax = 0`.as('is_new'))
    .executeTakeFirstOrThrow();
  return { template, isNew };
}

/** True when there was one. */
export async function deleteTemplate(trx: Trx, workspaceId: number, id: number): Promise<boolean> {
  const gone = await trx
    .deleteFrom('message_template')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}
