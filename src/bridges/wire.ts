import { Pool } from 'undici';
import type { BridgeSender, Gate } from './bridge.ts';
import { type AnswerLimits, type Exchange, exchange, type HttpRequest } from './exchange.ts';
import { fileAnswerMs, fileBytesMax } from './media.ts';

/** What seals and opens secrets: the house's vault. */
export interface Sealer {
  seal(plain: object): string;
  open(sealed: string): unknown;
}

export interface Limits {
  connectMs: number;
  /** From the write to the last byte of the answer. */
  answerMs: number;
}

export const usualLimits: Limits = { connectMs: 5_000, answerMs: 30_000 };

/** Where a number's bridge listens, and what proves to it who is calling. */
export interface Place {
  /** Origin and perhaps a path, without a slash at its end. */
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
  /** What must not be kept or shown, should an answer quote it. */
  secrets: readonly string[];
  /** The largest answer to a send, where it says more than an id. */
  sentBytesMax?: number;
}

const connections = 64;
/** An answer to a send names a message or an error; others may be a picture or a film. */
const sentBytesMax = 64 * 1024;
const askedBytesMax = 32 * 1024 * 1024;

/**
 * A socket that was idle for longer is closed by us, well before servers do (Node's after 5 s): a
 * write to a socket that is just being closed leaves a message in doubt. So a number that sends
 * less than once a second connects anew for each message.
 */
const keepAliveMs = 1_000;

/**
 * The way to one number's bridge: sockets of its own, so that requests of one number which are
 * never answered hold up no other number.
 */
export class Wire {
  readonly #place: Place;
  readonly #path: string;
  readonly #pool: Pool;
  /** Ways to other origins, for the files that are kept there. */
  readonly #filePools = new Map<string, Pool>();
  readonly #limits: Limits;

  constructor(place: Place, limits: Limits) {
    const { origin, pathname } = new URL(place.baseUrl);
    this.#place = place;
    this.#limits = limits;
    this.#path = pathname.replace(/\/$/, '');
    this.#pool = openPool(origin, limits);
  }

  /** A request that sends a message: the gate is asked in the last moment before the bytes leave. */
  post(path: string, body: object, gate: Gate): Promise<Exchange> {
    const answerBytesMax = this.#place.sentBytesMax ?? sentBytesMax;
    const limits = { answerMs: this.#limits.answerMs, answerBytesMax };
    return this.#exchange(jsonRequest('POST', path, body), gate, limits);
  }

  /** Any other request. Without a body of its own kind it is JSON, or none. */
  ask(
    method: HttpRequest['method'],
    path: string,
    body?: object | TypedBody,
    answerMs = this.#limits.answerMs,
  ): Promise<Exchange> {
    const request =
      body instanceof TypedBody ? body.request(method, path) : jsonRequest(method, path, body);
    return this.#exchange(request, () => true, { answerMs, answerBytesMax: askedBytesMax });
  }

  /**
   * The file at an address, which is shown the same proof of who is calling as the bridge: whoever
   * asks has made sure that it may see that. A redirect is not followed, since nobody has looked at
   * where it leads.
   */
  file({ origin, pathname, search }: URL): Promise<Exchange> {
    // Meta's file servers turn away whoever does not say what it is.
    const headers = { 'user-agent': 'Herald', ...this.#place.headers, accept: '*/*' };
    const request = { method: 'GET', path: pathname + search, headers } as const;
    const limits = { answerMs: fileAnswerMs, answerBytesMax: fileBytesMax, isFile: true } as const;
    return exchange(this.#filePool(origin), request, () => true, limits);
  }

  /** Takes nothing more; what is under way is still answered. */
  async close(): Promise<void> {
    await Promise.all(this.#pools().map((pool) => pool.close()));
  }

  /** Cuts off what is still unanswered. */
  async destroy(): Promise<void> {
    await Promise.all(this.#pools().map((pool) => pool.destroy()));
  }

  #filePool(origin: string): Pool {
    if (origin === new URL(this.#place.baseUrl).origin) return this.#pool;
    const pool = this.#filePools.get(origin) ?? openPool(origin, this.#limits);
    this.#filePools.set(origin, pool);
    return pool;
  }

  #pools(): Pool[] {
    return [this.#pool, ...this.#filePools.values()];
  }

  async #exchange(request: HttpRequest, gate: Gate, limits: AnswerLimits): Promise<Exchange> {
    const headers = { accept: 'application/json', ...this.#place.headers, ...request.headers };
    const whole = { ...request, path: this.#path + request.path, headers };
    const answer = await exchange(this.#pool, whole, gate, limits);
    if (answer.kind !== 'answered') return answer;
    const body = this.#hide(answer.body);
    return body === answer.body ? answer : { ...answer, body };
  }

  /** Bridges quote a key that they do not like, and their words are kept and shown. */
  #hide(body: string): string {
    return this.#place.secrets.reduce((text, secret) => text.replaceAll(secret, '(hidden)'), body);
  }
}

function openPool(origin: string, { connectMs }: Limits): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    connectTimeout: connectMs,
    keepAliveTimeout: keepAliveMs,
    // Otherwise a server may ask for longer, and undici obeys.
    keepAliveMaxTimeout: keepAliveMs,
    // The exchange has one limit of its own for the whole answer.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** A body that is not JSON, such as a file. */
export class TypedBody {
  readonly #contentType: string;
  readonly #bytes: Uint8Array;

  constructor(contentType: string, bytes: Uint8Array) {
    this.#contentType = contentType;
    this.#bytes = bytes;
  }

  request(method: HttpRequest['method'], path: string): HttpRequest {
    return { method, path, headers: { 'content-type': this.#contentType }, body: this.#bytes };
  }
}

function jsonRequest(method: HttpRequest['method'], path: string, body?: object): HttpRequest {
  if (body === undefined) return { method, path, headers: {} };
  const headers = { 'content-type': 'application/json' };
  return { method, path, headers, body: JSON.stringify(body) };
}

/** The wires of all numbers of a bridge that were used since the start. */
export class Wires {
  readonly #limits: Limits;
  readonly #placeOf: (sender: BridgeSender) => Place;
  readonly #open = new Map<number, { wire: Wire; madeFor: string }>();

  /** `placeOf` throws when the stored credentials cannot be read. */
  constructor(limits: Limits, placeOf: (sender: BridgeSender) => Place) {
    this.#limits = limits;
    this.#placeOf = placeOf;
  }

  /** The wire of a number; a new one when its address or its credentials have changed. */
  of(sender: BridgeSender): Wire {
    const { base_url, api_version, sealed } = sender.config;
    const madeFor = `${base_url} ${api_version} ${sealed}`;
    const known = this.#open.get(sender.senderId);
    if (known?.madeFor === madeFor) return known.wire;
    const wire = new Wire(this.#placeOf(sender), this.#limits);
    this.#open.set(sender.senderId, { wire, madeFor });
    void known?.wire.close();
    return wire;
  }

  async destroy(): Promise<void> {
    const wires = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(wires.map(({ wire }) => wire.destroy()));
  }
}
