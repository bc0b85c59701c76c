import type { Insertable } from 'kysely';
import type { Connection, Tables, Trx } from './tables.ts';

export type ImportRecord = Omit<Insertable<Tables['contact_import']>, 'id' | 'workspace_id'>;

export async function insertImport(
  trx: Trx,
  workspaceId: number,
  record: ImportRecord,
): Promise<number> {
  const { id } = await trx
    .insertInto('contact_import')
    .values({ ...record, workspace_id: workspaceId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function findImport(connection: Connection, workspaceId: number, id: number) {
  return connection
    .selectFrom('contact_import')
    .select(['id', 'file_name', 'contact_ids'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}
