import type { BridgeSender } from '../bridge.ts';
import { type FetchedFile, fileIn, gone, type SentFile } from '../media.ts';
import type { WahaLine } from './line.ts';

/** Brings a file that somebody sent. WAHA keeps it for some minutes only, and then it is gone. */
export async function fetchMedia(
  { wire }: WahaLine,
  { config }: BridgeSender,
  { media }: SentFile,
): Promise<FetchedFile> {
  const address = addressOf(String(config.base_url), media.url);
  if (!address) throw gone('WAHA did not keep it on its own server');
  const file = fileIn(await wire.file(address), [404, 410]);
  return { ...file, mimeType: media.mimeType ?? file.mimeType };
}

/**
 * Where a file is, on the server that we know. WAHA names itself as it was set up to, which behind
 * a proxy or in a container is `localhost` more often than not; so of what it says only the path is
 * believed, and only where files are. That way neither the key nor a request goes anywhere else.
 * Undefined for what lies elsewhere, such as in a cloud's store.
 */
export function addressOf(baseUrl: string, told: string | undefined): URL | undefined {
  if (told === undefined || !URL.canParse(told)) return undefined;
  // Parsed, so that there is no `..` left in it.
  const { pathname, search } = new URL(told);
  const path = filePath.exec(pathname)?.[0];
  return path === undefined ? undefined : new URL(`${baseUrl}${path}${search}`);
}

/** Without slashes in disguise, which a server may take for real ones. */
const filePath = /\/api\/files\/(?:(?!%2f|%5c).)+$/i;
