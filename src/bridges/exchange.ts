import type { Dispatcher, Pool } from 'undici';
import type { Gate } from './bridge.ts';

/** What came of one HTTP request, told by what certainly left and what certainly came back. */
export type Exchange =
  | { kind: 'answered'; status: number; body: string; bytes: Uint8Array; contentType: string }
  /** The gate was closed. */
  | { kind: 'held' }
  /** There was no connection to write to. */
  | { kind: 'unconnected'; code: string; text: string }
  /** Written, at least in part, and no whole answer came. */
  | { kind: 'unanswered'; code: string; text: string };

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

export interface AnswerLimits {
  /** From the write to the last byte of the answer. */
  answerMs: number;
  answerBytesMax: number;
  /** The answer is no text: its body stays empty, as reading 16 MB as text would hold up everybody else. */
  isFile?: true;
}

/**
 * One request over the pool. The gate is asked when a connected socket is free and the next thing
 * that happens is the write: undici calls `onRequestStart` and writes in the same synchronous
 * stretch. `answerMs` counts from there to the last byte of the answer.
 */
export function exchange(
  pool: Pool,
  request: HttpRequest,
  gate: Gate,
  limits: AnswerLimits,
): Promise<Exchange> {
  return new Promise((resolve) => {
    pool.dispatch({ ...request, body: request.body ?? null }, new Listener(gate, limits, resolve));
  });
}

class Listener implements Dispatcher.DispatchHandler {
  readonly #gate: Gate;
  readonly #limits: AnswerLimits;
  readonly #end: (exchange: Exchange) => void;
  readonly #chunks: Buffer[] = [];
  #progress: 'waiting' | 'held' | 'written' = 'waiting';
  #deadline: NodeJS.Timeout | undefined;
  #status = 0;
  #contentType = '';
  #bytes = 0;

  constructor(gate: Gate, limits: AnswerLimits, end: (exchange: Exchange) => void) {
    this.#gate = gate;
    this.#limits = limits;
    this.#end = end;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#progress === 'written') {
      // A client that starts a request over would write it twice; the first one may have arrived.
      controller.abort(new Error('Not written again.'));
    } else if (this.#gate()) {
      this.#progress = 'written';
      this.#deadline = setTimeout(
        () => controller.abort(new AnswerTimeout()),
        this.#limits.answerMs,
      );
    } else {
      this.#progress = 'held';
      controller.abort(new Error('The gate was closed.'));
    }
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    statusCode: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = statusCode;
    this.#contentType = String(headers['content-type'] ?? '');
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.answerBytesMax) controller.abort(new AnswerTooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.#deadline);
    const bytes = Buffer.concat(this.#chunks);
    const [status, contentType] = [this.#status, this.#contentType];
    const body = this.#limits.isFile ? '' : bytes.toString();
    this.#end({ kind: 'answered', status, body, bytes, contentType });
  }

  onResponseError(_: unknown, error: Error): void {
    clearTimeout(this.#deadline);
    const said = { code: codeOf(error), text: error.message || codeOf(error) };
    this.#end(this.#progress === 'held' ? { kind: 'held' } : { kind: this.#failure, ...said });
  }

  get #failure() {
    return this.#progress === 'written' ? 'unanswered' : 'unconnected';
  }
}

class AnswerTooLarge extends Error {
  readonly code = 'ANSWER_TOO_LARGE';
  override readonly message = 'The answer is larger than any that is expected.';
}

class AnswerTimeout extends Error {
  readonly code = 'ANSWER_TIMEOUT';
  override readonly message = 'No whole answer came in time.';
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
