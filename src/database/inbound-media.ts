import { createHash } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { FileState, FileType } from '../domain/inbound-file.ts';
import type { Connection, Database, Tables, Trx } from './tables.ts';
import type { FileOrigin } from './tables-aside.ts';

export interface NewMedia {
  inboundId: number;
  workspaceId: number;
  senderId: number;
  type: FileType;
  mimeType: string | undefined;
  fileName: string | undefined;
  origin: FileOrigin;
  at: Date;
}

/** Notes a file that is to be fetched. */
export async function insertInboundMedia(trx: Trx, media: NewMedia): Promise<void> {
  await trx
    .insertInto('inbound_media')
    .values({
      inbound_id: media.inboundId,
      workspace_id: media.workspaceId,
      sender_id: media.senderId,
      type: media.type,
      mime_type: media.mimeType ?? null,
      file_name: media.fileName ?? null,
      origin: media.origin,
      next_try_at: media.at,
      created_at: media.at,
    })
    .execute();
}

export type WaitingMedia = Pick<
  Selectable<Tables['inbound_media']>,
  'inbound_id' | 'workspace_id' | 'sender_id' | 'type' | 'mime_type' | 'origin' | 'tries'
>;

/**
 * The file that has waited longest, counted as tried and out of everybody's sight until `until`:
 * if whoever fetches it dies, somebody else does after that.
 */
export function claimMedia(trx: Trx, now: Date, until: Date): Promise<WaitingMedia | undefined> {
  return trx
    .updateTable('inbound_media')
    .set({ tries: sql`tries + 1`, next_try_at: until })
    .where('inbound_id', '=', ({ selectFrom }) =>
      selectFrom('inbound_media')
        .select('inbound_id')
        .where('state', '=', 'waiting')
        .where('next_try_at', '<=', now)
        .orderBy('next_try_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['inbound_id', 'workspace_id', 'sender_id', 'type', 'mime_type', 'origin', 'tries'])
    .executeTakeFirst();
}

/** Puts one back that nobody has tried after all. */
export async function releaseMedia(db: Database, inboundId: number, now: Date): Promise<void> {
  await stillWaiting(db, inboundId).set({ tries: sql`tries - 1`, next_try_at: now }).execute();
}

export async function postponeMedia(
  db: Database,
  inboundId: number,
  nextTryAt: Date,
  note: string,
): Promise<void> {
  await stillWaiting(db, inboundId).set({ next_try_at: nextTryAt, note }).execute();
}

/** It will not come any more. */
export async function endMedia(
  db: Database,
  inboundId: number,
  state: Exclude<FileState, 'waiting' | 'kept'>,
  note: string,
): Promise<void> {
  await stillWaiting(db, inboundId).set({ state, note }).execute();
}

/** A whole number of base64's groups of three, so that the parts' letters stand one behind the other. */
export const partBytesMax = 3 * 2 ** 16;

/**
 * Writes a file down, part by part: a statement with all of it would let nobody else in between.
 * Written as letters, which PGlite takes nine times as fast as bytes. It counts as kept at the end
 * only, and not when the person was deleted meanwhile.
 */
export async function keepMedia(
  db: Database,
  inboundId: number,
  bytes: Uint8Array,
  mimeType: string | undefined,
): Promise<void> {
  const hash = createHash('sha256');
  for (let n = 0; n * partBytesMax < bytes.length; n += 1) {
    const part = bytes.subarray(n * partBytesMax, (n + 1) * partBytesMax);
    hash.update(part);
    await putPart(db, inboundId, n, part);
  }
  await stillWaiting(db, inboundId)
    .set({ state: 'kept', sha256: hash.digest('hex'), size: bytes.length, note: null })
    .set({ mime_type: mimeType ?? null })
    .execute();
}

/** A try that broke off may have left the same part. */
async function putPart(db: Database, inboundId: number, n: number, part: Uint8Array) {
  const letters = Buffer.from(part.buffer, part.byteOffset, part.length).toString('base64');
  await sql`
    insert into inbound_media_part (inbound_id, n, bytes)
    select inbound_id, ${n}::integer, decode(${letters}::text, 'base64')
    from inbound_media where inbound_id = ${inboundId} and state = 'waiting'
    on conflict (inbound_id, n) do update set bytes = excluded.bytes`.execute(db);
}

/** A file that is kept, in base64. */
export async function readMedia(connection: Connection, inboundId: number): Promise<string> {
  const { rows } = await sql<{ letters: string }>`
    select encode(bytes, 'base64') as letters from inbound_media_part
    where inbound_id = ${inboundId} order by n`.execute(connection);
  // PostgreSQL breaks the lines.
  return rows.map(({ letters }) => letters.replaceAll('\n', '')).join('');
}

function stillWaiting(db: Database, inboundId: number) {
  return db
    .updateTable('inbound_media')
    .where('inbound_id', '=', inboundId)
    .where('state', '=', 'waiting');
}

/** What is known of a file, and who sent it. */
export function findInboundMedia(connection: Connection, workspaceId: number, inboundId: number) {
  return connection
    .selectFrom('inbound_media as f')
    .innerJoin('inbound_message as i', 'i.id', 'f.inbound_id')
    .innerJoin('contact as c', 'c.id', 'i.contact_id')
    .where('f.workspace_id', '=', workspaceId)
    .where('f.inbound_id', '=', inboundId)
    .select(['f.inbound_id', 'f.sender_id', 'f.type', 'f.mime_type', 'f.file_name', 'f.state'])
    .select(['f.note', 'f.sha256', 'f.size', 'i.at', 'i.contact_id', 'c.phone'])
    .executeTakeFirst();
}

/** Files that came before `before` are let go, a few at a time; their rows say so. Answers how many. */
export async function forgetMedia(db: Database, before: Date, limit: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const old = await trx
      .selectFrom('inbound_media')
      .select('inbound_id')
      .where('state', '=', 'kept')
      .where('created_at', '<', before)
      .orderBy('created_at')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    const ids = old.map(({ inbound_id }) => inbound_id);
    if (ids.length === 0) return 0;
    await trx.deleteFrom('inbound_media_part').where('inbound_id', 'in', ids).execute();
    await trx
      .updateTable('inbound_media')
      .set({ state: 'gone', note: 'It was kept for 30 days.', sha256: null, size: null })
      .where('inbound_id', 'in', ids)
      .execute();
    return ids.length;
  });
}
