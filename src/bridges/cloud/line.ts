import { Pool } from 'undici';
import { z } from 'zod';
import type { BridgeSender, Gate } from '../bridge.ts';
import { type Exchange, exchange, type HttpRequest } from './exchange.ts';

/** What seals and opens secrets: the house's vault. */
export interface Sealer {
  seal(plain: object): string;
  open(sealed: string): unknown;
}

/** What is sealed of a number. Throws when this vault cannot open it. */
export function readCredentials(vault: Sealer, sealed: unknown): z.infer<typeof Credentials> {
  return Credentials.parse(vault.open(z.string().parse(sealed)));
}

export interface Limits {
  connectMs: number;
  /** From the write to the last byte of the answer. */
  answerMs: number;
}

const connections = 64;
const answerBytesMax = 64 * 1024;

/**
 * A socket that was idle for longer is closed by us, well before servers do (Node's after 5 s): a
 * write to a socket that is just being closed leaves a message in doubt. So a number that sends
 * less than once a second connects anew for each message.
 */
const keepAliveMs = 1_000;

/**
 * The way to the Graph API for one number: its address, its credentials and sockets of its own, so
 * that requests of one number which are never answered hold up no other number.
 */
export class Line {
  readonly #config: LineConfig;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #token: string;

  constructor({ numberKey, config }: BridgeSender, vault: Sealer, { connectMs }: Limits) {
    this.#config = LineConfig.parse(config);
    const { base_url, api_version, sealed } = this.#config;
    const { origin, pathname } = new URL(base_url);
    this.#path = `${pathname.replace(/\/$/, '')}/${api_version}/${numberKey}`;
    this.#token = readCredentials(vault, sealed).access_token;
    this.#pool = new Pool(origin, {
      connections,
      pipelining: 1,
      connectTimeout: connectMs,
      keepAliveTimeout: keepAliveMs,
      // Otherwise a server may ask for longer, and undici obeys.
      keepAliveMaxTimeout: keepAliveMs,
      maxResponseSize: answerBytesMax,
      // The exchange has one limit of its own for the whole answer.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Whether the number is still to be reached as when this line was opened. */
  isFor(config: BridgeSender['config']): boolean {
    const { base_url, api_version, sealed } = this.#config;
    return (
      config.sealed === sealed && config.base_url === base_url && config.api_version === api_version
    );
  }

  post(path: string, body: object, gate: Gate, answerMs: number): Promise<Exchange> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', path, headers, body: JSON.stringify(body) } as const;
    return this.#exchange(request, gate, answerMs);
  }

  get(query: string, answerMs: number): Promise<Exchange> {
    return this.#exchange({ method: 'GET', path: `?${query}`, headers: {} }, () => true, answerMs);
  }

  /** Takes nothing more; what is under way is still answered. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Cuts off what is still unanswered. */
  destroy(): Promise<void> {
    return this.#pool.destroy();
  }

  async #exchange(request: HttpRequest, gate: Gate, answerMs: number): Promise<Exchange> {
    const authorization = `Bearer ${this.#token}`;
    const headers = { ...request.headers, authorization, accept: 'application/json' };
    const whole = { ...request, path: this.#path + request.path, headers };
    const answer = await exchange(this.#pool, whole, gate, answerMs);
    if (answer.kind !== 'answered') return answer;
    // WhatsApp quotes a token that it does not like, and its words are kept and shown.
    return { ...answer, body: answer.body.replaceAll(this.#token, '(hidden)') };
  }
}

/** The lines of all numbers that were used since the start. */
export class Lines {
  readonly #vault: Sealer;
  readonly #limits: Limits;
  readonly #open = new Map<number, Line>();

  constructor(vault: Sealer, limits: Limits) {
    this.#vault = vault;
    this.#limits = limits;
  }

  /** Throws when the stored credentials cannot be read. */
  of(sender: BridgeSender): Line {
    const known = this.#open.get(sender.senderId);
    if (known?.isFor(sender.config)) return known;
    const line = new Line(sender, this.#vault, this.#limits);
    this.#open.set(sender.senderId, line);
    void known?.close();
    return line;
  }

  async destroy(): Promise<void> {
    const lines = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(lines.map((line) => line.destroy()));
  }
}

const Credentials = z.object({
  access_token: z.string(),
  app_secret: z.string(),
  verify_token: z.string(),
});

const LineConfig = z.object({
  base_url: z.string(),
  api_version: z.string(),
  sealed: z.string(),
});
type LineConfig = z.infer<typeof LineConfig>;
