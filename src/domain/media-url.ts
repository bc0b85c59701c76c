import { Refusal } from '../errors.ts';
import type { MediaType, OutboundMedia } from './outbound.ts';

/**
 * A file that WhatsApp fetches by its address. Only public https addresses: it is the bridge that
 * fetches them, and one in our own network must not be sent to read what stands beside it.
 *
 * @throws Refusal `invalid_input`
 */
export function readMediaUrl(text: string, type: MediaType): OutboundMedia {
  const url = parseUrl(text);
  const fileName = fileNameOf(url);
  const ending = /\.([a-z\d]{2,5})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return {
    type,
    mimeType: mimeTypes.get(ending) ?? usualMimeType[type],
    ...(type === 'document' && fileName !== '' && { fileName }),
    source: { url: url.href },
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') {
    refuse('must be a whole https address, like https://example.com/picture.jpg');
  }
  if (url.username !== '' || url.password !== '') refuse('must not hold a user or a password');
  if (!isPublicName(url.hostname)) refuse('must name a public host, and not by its IP address');
  return url;
}

/** Names without a dot and these endings are of private networks; addresses end in a digit or a bracket. */
function isPublicName(host: string): boolean {
  return /\.[a-z][a-z\d-]*\.?$/i.test(host) && !/\.(local|localhost|internal|lan)\.?$/i.test(host);
}

function fileNameOf({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    // The database takes no NUL, and no phone shows the other control characters.
    return decodeURIComponent(last).replace(/\p{Cc}/gu, '');
  } catch {
    return last;
  }
}

function refuse(what: string): never {
  throw new Refusal('invalid_input', `media_url ${what}.`);
}

const usualMimeType: Readonly<Record<MediaType, string>> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  document: 'application/octet-stream',
};

const mimeTypes = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['mp4', 'video/mp4'],
  ['3gp', 'video/3gpp'],
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['aac', 'audio/aac'],
  ['amr', 'audio/amr'],
  ['ogg', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['csv', 'text/csv'],
  ['doc', 'application/msword'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]);
