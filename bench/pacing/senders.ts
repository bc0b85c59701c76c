import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorker, type Worker } from '../../test/faults/worker.ts';

const common = {
  secretKey: 'pacing-benchmark-secret-key-0123456789',
  apiToken: 'pacing-benchmark-api-token-0123456789',
};
const noteDepartures = join(import.meta.dirname, 'note-departures.mjs');

/** The processes that send, and when each of them let a message go. */
export class Senders {
  readonly #databaseUrl: string;
  readonly #directory = mkdtempSync(join(tmpdir(), 'herald-departures-'));
  readonly #started: { worker: Worker; file: string }[] = [];

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async start(): Promise<void> {
    const file = join(this.#directory, `${this.#started.length}.txt`);
    const worker = await startWorker({
      ...common,
      databaseUrl: this.#databaseUrl,
      roles: 'dispatch',
      env: { DEPARTURES_FILE: file, NODE_OPTIONS: `--import ${noteDepartures}` },
    });
    this.#started.push({ worker, file });
  }

  /** Whoever sent last, by its own account. */
  owner(): Worker {
    const lastOf = ({ file }: { file: string }) => departuresIn(file).at(-1) ?? 0;
    const [latest] = [...this.#started].sort((a, b) => lastOf(b) - lastOf(a));
    if (!latest) throw new Error('Nobody was started.');
    return latest.worker;
  }

  /** When each message left, by the clock of whoever sent it. */
  departures(): number[] {
    return this.#started.flatMap(({ file }) => departuresIn(file)).sort((a, b) => a - b);
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all(this.#started.map(({ worker }) => worker.kill()));
    rmSync(this.#directory, { recursive: true });
  }
}

function departuresIn(file: string): number[] {
  try {
    // The last line may have been cut off by the kill.
    return readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number);
  } catch {
    return [];
  }
}

/** Connects the number through Herald's own door, as an operator would; answers its id. */
export async function connectNumber(databaseUrl: string, farEndUrl: string): Promise<number> {
  const door = await startWorker({ ...common, databaseUrl, roles: 'http' });
  const config = {
    phone_number_id: '106540352242922',
    waba_id: '102290129340398',
    access_token: 'EAAG-pacing-benchmark-token',
    app_secret: 'pacing',
    verify_token: 'verify',
    base_url: farEndUrl,
  };
  const call = {
    name: 'connect_whatsapp',
    arguments: { label: 'Pacing', bridge: 'cloud', config },
  };
  const response = await fetch(`http://127.0.0.1:${door.port}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${common.apiToken}` },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
  });
  const { result } = (await response.json()) as {
    result?: { structuredContent?: { session_id: number; status: string } };
  };
  await door.kill();
  const connected = result?.structuredContent;
  if (connected?.status !== 'connected')
    throw new Error(`not connected: ${JSON.stringify(result)}`);
  return connected.session_id;
}
