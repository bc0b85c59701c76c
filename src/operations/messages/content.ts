import { z } from 'zod';
import { readMediaUrl } from '../../domain/media-url.ts';
import { mediaTypes, type OutboundContent } from '../../domain/outbound.ts';
import { Refusal } from '../../errors.ts';
import { text } from '../text.ts';
import { Words } from './shapes.ts';

/** WhatsApp's own limit for what stands under a picture. */
const captionMax = 1024;

/** What a caller writes of a message's content. */
export const contentFields = {
  message: Words.optional().describe(
    'What the person gets, as it is: nothing is filled in. With media_url it stands under the file, and may be left out.',
  ),
  media_url: text(2000)
    .optional()
    .describe('A file to send: a public https address from which WhatsApp fetches it.'),
  media_type: z.enum(mediaTypes).optional().describe('What the file is. Default: image.'),
  caption: text(captionMax).optional().describe('Words under the file, instead of message.'),
};

interface WrittenContent {
  message?: string | undefined;
  media_url?: string | undefined;
  media_type?: (typeof mediaTypes)[number] | undefined;
  caption?: string | undefined;
}

/** Throws a Refusal that says what does not fit together. */
export function readContent(written: WrittenContent): OutboundContent {
  const { message = '', media_url, media_type = 'image', caption = '' } = written;
  if (media_url === undefined) return readText(written);
  const words = message.trim() === '' ? caption : message;
  if (message.trim() !== '' && caption.trim() !== '' && message !== caption) {
    refuse('Give either message or caption with media_url: a file has one text under it.');
  }
  if (words.length > captionMax) {
    refuse(`The text under a file holds ${captionMax} characters; this one has ${words.length}.`);
  }
  if (media_type === 'audio' && words !== '') {
    refuse('A sound has no text under it: send the words as a message of their own.');
  }
  const media = readMediaUrl(media_url, media_type);
  return { kind: 'media', media, ...(words !== '' && { caption: words }) };
}

function readText({ message = '', media_type, caption }: WrittenContent): OutboundContent {
  if (caption !== undefined || media_type !== undefined) {
    refuse('caption and media_type belong to a file: give media_url, too, or leave them out.');
  }
  if (message.trim() === '') {
    refuse('message is empty: write what the person should get, or give media_url.');
  }
  return { kind: 'text', text: message };
}

function refuse(sentence: string): never {
  throw new Refusal('invalid_input', sentence);
}
