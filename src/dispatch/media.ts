import { once } from 'node:events';
import type { FetchedFile, InboundEvent, SentFile } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import {
  claimMedia,
  endMedia,
  forgetMedia,
  insertInboundMedia,
  keepMedia,
  postponeMedia,
  releaseMedia,
  type WaitingMedia,
} from '../database/inbound-media.ts';
import { findSender } from '../database/senders.ts';
import type { Trx } from '../database/tables.ts';
import { mayFetch, nextFetchAt, plainFileName, plainMimeType } from '../domain/inbound-file.ts';
import { Refusal } from '../errors.ts';

const filesMax = 10;
/** Longer than the limits of any bridge for one file together. */
const claimedMs = 3 * 60_000;

export interface MediaTurn {
  kept: number;
  /** Gone, or too large. */
  lost: number;
  /** Tried in vain, and tried again later. */
  later: number;
}

/**
 * Fetches some of the files that people have sent, one after the other, as bridges keep some of them
 * for minutes only. No transaction is open while a file comes; whoever stops meanwhile puts it back.
 */
export async function mediaTurn(house: House, stopping = neverStopping): Promise<MediaTurn> {
  const turn = { kept: 0, lost: 0, later: 0 };
  for (let n = 0; n < filesMax && !stopping.aborted; n += 1) {
    const now = house.clock();
    const until = new Date(now.getTime() + claimedMs);
    const media = await house.db.transaction().execute((trx) => claimMedia(trx, now, until));
    if (!media) break;
    const became = await unlessStopped(stopping, () => tryOnce(house, media));
    if (became) turn[became] += 1;
    else await releaseMedia(house.db, media.inbound_id, house.clock());
  }
  return turn;
}

const keptMs = 30 * 24 * 3_600_000;
const forgottenMax = 20;

/** Lets old files go: people send more of them than a disk can hold. */
export function forgetTurn({ db, clock }: House): Promise<number> {
  return forgetMedia(db, new Date(clock().getTime() - keptMs), forgottenMax);
}

/** Notes the file of a message. It is fetched afterwards: nothing may wait for it, least of all a STOP. */
export async function noteMedia(
  trx: Trx,
  message: { id: number; workspaceId: number; senderId: number; now: Date },
  { media, providerId }: InboundEvent,
): Promise<void> {
  if (!media) return;
  const { id: inboundId, workspaceId, senderId, now: at } = message;
  const { type, mimeType, fileName, id, url } = media;
  const origin = {
    provider_id: providerId,
    ...(id !== undefined && { id }),
    ...(url !== undefined && { url }),
  };
  await insertInboundMedia(trx, {
    ...{ inboundId, workspaceId, senderId, type, origin, at },
    mimeType: plainMimeType(mimeType),
    fileName: plainFileName(fileName),
  });
}

const neverStopping = new AbortController().signal;

/** Undefined when everything stops before the work is done. */
async function unlessStopped<T>(
  stopping: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (stopping.aborted) return undefined;
  const done = new AbortController();
  const stopped = once(stopping, 'abort', { signal: done.signal }).then(() => undefined);
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    done.abort();
  }
}

async function tryOnce(house: House, media: WaitingMedia): Promise<keyof MediaTurn> {
  try {
    if (!mayFetch(media.tries)) throw new Refusal('not_found', 'Each try to fetch it broke off.');
    const { bytes, mimeType } = await fetchFile(house, media);
    const type = plainMimeType(mimeType) ?? plainMimeType(media.mime_type);
    await keepMedia(house.db, media.inbound_id, bytes, type);
    return 'kept';
  } catch (error) {
    return giveUpOrWait(house, media, error);
  }
}

async function fetchFile(house: House, media: WaitingMedia): Promise<FetchedFile> {
  const ref = { column: 'id', value: media.sender_id } as const;
  const sender = await findSender(house.db, media.workspace_id, ref);
  if (!sender) throw new Refusal('not_found', 'Its number was deleted before it was fetched.');
  const bridge = house.bridges.get(sender.bridge);
  if (!bridge.fetchMedia) {
    throw new Refusal('not_found', `The ${sender.bridge} bridge brings no files.`);
  }
  const { id: senderId, number_key: numberKey, config } = sender;
  return bridge.fetchMedia({ senderId, numberKey, config: config ?? {} }, fileOf(media));
}

function fileOf({ type, mime_type, origin }: WaitingMedia): SentFile {
  const { provider_id: providerId, ...where } = origin;
  return {
    providerId,
    media: { type, ...where, ...(mime_type !== null && { mimeType: mime_type }) },
  };
}

/** A refusal for another reason, such as credentials that cannot be read, is one that people can mend. */
async function giveUpOrWait(
  { db, clock, log }: House,
  { inbound_id: id, sender_id: senderId, tries }: WaitingMedia,
  error: unknown,
): Promise<'lost' | 'later'> {
  const code = error instanceof Refusal ? error.code : undefined;
  const note = error instanceof Error ? error.message : String(error);
  const nextTryAt = code === 'not_found' ? undefined : nextFetchAt(tries, clock());
  log.warn({ err: error, senderId, inboundId: id, nextTryAt }, 'a file was not fetched');
  if (code === 'too_large') await endMedia(db, id, 'too_large', note);
  else if (nextTryAt) await postponeMedia(db, id, nextTryAt, note);
  else await endMedia(db, id, 'gone', note);
  return code !== 'too_large' && nextTryAt ? 'later' : 'lost';
}
