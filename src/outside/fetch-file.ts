import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { Refusal } from '../errors.ts';
import { isPublicAddress } from './public-address.ts';

export interface FetchLimits {
  bytesMax: number;
  /** For all of it, redirects too. */
  timeMs?: number;
}

export interface FetchedFile {
  bytes: Uint8Array;
  /** As its server calls it, without parameters; empty when it does not. */
  contentType: string;
}

/** What lies between this house and the servers of others. */
export interface Outside {
  resolve: typeof dns.lookup;
  isPublic(address: string): boolean;
  /** Whom to trust besides the usual authorities. */
  ca?: string;
}

const theInternet: Outside = { resolve: dns.lookup, isPublic: isPublicAddress };

/**
 * Fetches what a caller's address leads to. The address is hostile: it may lead into this house's
 * own network, by its name's DNS records or by a redirect, answer for ever or without end. So it is
 * https alone; the address that was checked is the one that is connected to, as the check happens in
 * the connection's own look-up; and every redirect is judged anew.
 *
 * @throws Refusal `invalid_input` for an address that cannot be used, `too_large`, `unavailable`
 */
export async function fetchFile(
  url: string,
  { bytesMax, timeMs = 20_000 }: FetchLimits,
  outside: Outside = theInternet,
): Promise<FetchedFile> {
  const agent = new Agent({
    connect: { lookup: guarded(outside), ...(outside.ca !== undefined && { ca: outside.ca }) },
    // A small body may unfold to a large one: none is unfolded, and large ones are cut off.
    maxResponseSize: bytesMax,
  });
  try {
    return await follow(agent, url, AbortSignal.timeout(timeMs), bytesMax, outside);
  } catch (error) {
    throw explained(error, bytesMax);
  } finally {
    await agent.destroy();
  }
}

const redirectsMax = 4;
const redirects = [301, 302, 303, 307, 308];

async function follow(
  agent: Agent,
  url: string,
  signal: AbortSignal,
  bytesMax: number,
  outside: Outside,
): Promise<FetchedFile> {
  let next = url;
  for (let hop = 0; hop <= redirectsMax; hop += 1) {
    const address = readAddress(next, outside);
    const answer = await request(address, { dispatcher: agent, signal });
    const { location } = answer.headers;
    if (redirects.includes(answer.statusCode) && typeof location === 'string') {
      await answer.body.dump({ limit: 0 });
      next = resolved(location, address);
    } else return readFile(answer, bytesMax);
  }
  throw new Refusal('invalid_input', 'The address redirects too often.');
}

function readAddress(text: string, { isPublic }: Outside): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address?.protocol !== 'https:' || address.username + address.password !== '') {
    throw new Refusal('invalid_input', 'The address must begin with https:// and name no user.');
  }
  // A bare IP address is never looked up, and so it has to be judged here.
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublic(host)) throw notPublic();
  return address;
}

function resolved(location: string, from: URL): string {
  return URL.canParse(location, from.href) ? new URL(location, from).href : location;
}

/** Looks a name up for a connection, and refuses one of which any address is not public. */
function guarded({ resolve, isPublic }: Outside): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error(`${hostname} has no address`), '');
      if (!addresses.every(({ address }) => isPublic(address))) return done(notPublic(), '');
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

async function readFile(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  bytesMax: number,
): Promise<FetchedFile> {
  if (statusCode !== 200) {
    throw new Refusal('invalid_input', `The address answers with HTTP ${statusCode}.`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  const type = String(headers['content-type'] ?? '');
  return { bytes: Buffer.concat(chunks), contentType: type.split(';')[0]?.trim() ?? '' };
}

/** What went wrong over there is the caller's to know; how our network looks is not. */
function explained(error: unknown, bytesMax: number): unknown {
  if (error instanceof Refusal) return error;
  const { name = '', code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLarge(bytesMax);
  if (name === 'TimeoutError' || code.includes('TIMEOUT')) {
    return new Refusal('unavailable', 'The address does not answer in time.');
  }
  if (code === '') return error;
  return new Refusal('unavailable', `The address could not be reached (${code}).`);
}

function notPublic(): Refusal {
  return new Refusal('invalid_input', 'The address does not lead to a public server.');
}

function tooLarge(bytesMax: number): Refusal {
  return new Refusal('too_large', `The file is larger than ${Math.floor(bytesMax / 1024)} KB.`);
}
