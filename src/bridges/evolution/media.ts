import { z } from 'zod';
import {
  type FetchedFile,
  fileAnswerMs,
  fileBytesMax,
  gone,
  notReached,
  type SentFile,
  tooLarge,
} from '../media.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type Line, pathOf } from './line.ts';

/**
 * Brings a file that somebody sent. Evolution is asked by the message's id, also where a message
 * names an address: that leads to a store which is none of ours, or to a file that only the phone can read.
 */
export async function fetchMedia(
  line: Line,
  { providerId, media }: SentFile,
): Promise<FetchedFile> {
  const body = { message: { key: { id: media.id ?? providerId } }, convertToMp4: false };
  const path = pathOf('/chat/getBase64FromMediaMessage', line);
  const exchange = await line.wire.ask('POST', path, body, fileAnswerMs);
  if (exchange.kind !== 'answered') throw notReached(exchange);
  const answer = readAnswer(exchange);
  const file = answer.isFine ? File.safeParse(answer.json).data : undefined;
  if (!file) throw reasonOf(answer);
  // Counted before it is decoded: four letters are three bytes.
  if (file.base64.length * 0.75 > fileBytesMax + 2) throw tooLarge();
  const bytes = Buffer.from(file.base64, 'base64');
  if (bytes.length === 0) throw new Error('The file came without a single byte.');
  return { bytes, mimeType: file.mimetype ?? media.mimeType ?? '' };
}

const File = z.object({
  base64: z.string(),
  mimetype: z.string().optional().catch(undefined),
});

/**
 * Nearly everything is 400 there: WhatsApp's file server was not reached, the number is offline, or
 * the message is not in Evolution's database yet, as it writes it while it posts to us.
 */
function reasonOf({ status, words }: Answer): Error {
  if (status === 400 && words.includes('not of the media type'))
    return gone(`Evolution says: ${words}`);
  return new Error(`Evolution does not hand the file over: ${words}`);
}
