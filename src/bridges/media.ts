import { Refusal } from '../errors.ts';
import type { InboundMedia } from './bridge.ts';
import type { Exchange } from './exchange.ts';

/** What WhatsApp takes of pictures, films and sounds. Only documents may be larger, and those are not kept. */
export const fileBytesMax = 16 * 1024 * 1024;

/** From the request to the last byte of a file: 16 MB over a slow line. */
export const fileAnswerMs = 60_000;

/** A file as the message told of it that somebody sent. */
export interface SentFile {
  providerId: string;
  media: InboundMedia;
}

export interface FetchedFile {
  bytes: Uint8Array;
  /** As its bridge says; empty where it does not. */
  mimeType: string;
}

/**
 * The file that an answer is. Throws Refusal where it is too large, or where the answer has one of
 * the statuses that say that it is gone for good; an Error for whatever may be otherwise next time.
 */
export function fileIn(exchange: Exchange, goneStatuses: readonly number[] = []): FetchedFile {
  if (exchange.kind !== 'answered') throw notReached(exchange);
  const { status, bytes, contentType } = exchange;
  if (goneStatuses.includes(status)) throw gone(`its server answers with HTTP ${status}`);
  if (status !== 200) throw new Error(`The file's server answers with HTTP ${status}.`);
  if (bytes.length === 0) throw new Error('The file came without a single byte.');
  return { bytes, mimeType: contentType };
}

/** Why there is no answer that could be a file. */
export function notReached(exchange: Exclude<Exchange, { kind: 'answered' }>): Error {
  if (exchange.kind === 'held') return new Error('A question was held back.');
  if (exchange.code === 'ANSWER_TOO_LARGE') return tooLarge();
  return new Error(`The file was not reached: ${exchange.code} (${exchange.text})`);
}

export function tooLarge(): Refusal {
  const mb = fileBytesMax / 1024 / 1024;
  return new Refusal('too_large', `The file is larger than ${mb} MB, which is all that is kept.`);
}

export function gone(why: string): Refusal {
  return new Refusal('not_found', `The file is gone: ${why}.`);
}
