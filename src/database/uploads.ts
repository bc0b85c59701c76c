import type { Connection, Trx } from './tables.ts';

/** Whoever has not gone on with a file by then has forgotten it. */
const keptMs = 24 * 3_600_000;

export interface Upload {
  file_name: string;
  content: Uint8Array;
}

/** Keeps a file for a day, and answers its id. Older ones go. */
export async function insertUpload(
  trx: Trx,
  workspaceId: number,
  { file_name, content }: Upload,
  now: Date,
): Promise<string> {
  await trx
    .deleteFrom('contact_upload')
    .where('created_at', '<', new Date(now.getTime() - keptMs))
    .execute();
  const { id } = await trx
    .insertInto('contact_upload')
    .values({ workspace_id: workspaceId, file_name, content, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function findUpload(
  connection: Connection,
  workspaceId: number,
  id: string,
): Promise<Upload | undefined> {
  return connection
    .selectFrom('contact_upload')
    .select(['file_name', 'content'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function deleteUpload(trx: Trx, workspaceId: number, id: string): Promise<void> {
  await trx
    .deleteFrom('contact_upload')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}
