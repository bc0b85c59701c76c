import { z } from 'zod';
import type { BridgeSender } from '../bridge.ts';
import {
  type FetchedFile,
  fileBytesMax,
  fileIn,
  gone,
  notReached,
  type SentFile,
  tooLarge,
} from '../media.ts';
import type { Wire } from '../wire.ts';
import { readAnswer, refusalOf } from './answer.ts';

/**
 * Brings a file that somebody sent: WhatsApp keeps it for days under its id, and shows it for five
 * minutes at an address that each question makes anew.
 */
export async function fetchMedia(
  wire: Wire,
  { config }: BridgeSender,
  { media }: SentFile,
): Promise<FetchedFile> {
  if (media.id === undefined) throw gone('WhatsApp did not say which it is');
  const { url, mime_type, file_size } = await lookUp(wire, media.id);
  if (file_size !== undefined && file_size > fileBytesMax) throw tooLarge();
  const file = fileIn(await wire.file(trustedAddress(url, String(config.base_url))));
  return { ...file, mimeType: mime_type ?? file.mimeType };
}

const answerMs = 10_000;

const Described = z.object({
  url: z.string(),
  mime_type: z.string().optional().catch(undefined),
  file_size: z.coerce.number().optional().catch(undefined),
});

async function lookUp(wire: Wire, id: string): Promise<z.infer<typeof Described>> {
  const exchange = await wire.ask('GET', `/${encodeURIComponent(id)}`, undefined, answerMs);
  if (exchange.kind !== 'answered') throw notReached(exchange);
  const answer = readAnswer(exchange);
  const described = answer.error ? undefined : Described.safeParse(answer.json).data;
  if (answer.status === 200 && described) return described;
  const { class: failure, text } = refusalOf(answer, 'media');
  // It knows no such id, or could not get the file off the person's phone. All else may be mended.
  if (failure === 'media' || failure === 'our_bug') throw gone(`WhatsApp says: ${text}`);
  throw new Error(`WhatsApp does not say where the file is: ${text}`);
}

/** Where Meta hands files out. */
const fileHosts: readonly string[] = [
  'lookaside.fbsbx.com',
  'lookaside.facebook.com',
  'lookaside.whatsapp.com',
];

/**
 * The token travels to it, so it has to be Meta's, or where the token travels anyway. Throws Error
 * for all other addresses, whoever made WhatsApp, or a proxy before it, name them.
 */
export function trustedAddress(text: string, baseUrl: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isMetas = url?.protocol === 'https:' && url.port === '' && fileHosts.includes(url.hostname);
  if (url && (isMetas || url.origin === new URL(baseUrl).origin)) return url;
  throw new Error(`The file is said to be at ${url?.host ?? 'no address'}, which gets no token.`);
}
