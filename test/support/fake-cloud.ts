import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { FakeAccount } from './fake-cloud-account.ts';
import {
  addressOf,
  errorOf,
  type FakeCloudOptions,
  type FakeMessage,
  FakeWorld,
  type Fault,
  type Received,
  type Send,
  type Tally,
} from './fake-cloud-world.ts';

/*
 * WhatsApp's Cloud API as far as Herald uses it, over real HTTP, with a memory of who got what.
 * It knows nothing of Herald's code, so that a mistake there is not repeated here. Also a program
 * of its own: `node --import tsx test/support/fake-cloud.ts '{"appSecret":"…"}'` prints its URL.
 */

export interface FakeCloud {
  url: string;
  /** What people got, in order; the same person twice when twice. */
  readonly received: readonly Received[];
  readonly account: FakeAccount;
  /** The next `times` sends to this person (digits; `*` is anybody), or requests to this path (`media`), go wrong. */
  fault(to: string, fault: Fault, times?: number): void;
  tally(): Tally;
  /** Posts signed statuses of what these people got, or everybody; the statuses of HTTP that came back. */
  tell(statuses: readonly string[], to?: readonly string[]): Promise<number[]>;
  /** Posts what a person writes. */
  say(numberId: string, message: FakeMessage): Promise<number[]>;
  /** Posts one signed `value` as it is. */
  deliver(value: object, field?: string): Promise<number>;
  close(): Promise<void>;
}

export type { FakeCloudOptions, Tally } from './fake-cloud-world.ts';

export async function startFakeCloud(options: FakeCloudOptions): Promise<FakeCloud> {
  const world = new FakeWorld(options);
  const account = new FakeAccount();
  const server = createServer((request, response) => {
    // A caller that breaks off, or a body that is no JSON, must not end the process.
    answer({ world, account }, request, response).catch(() => response.destroy());
  });
  if (options.idleMs !== undefined) server.keepAliveTimeout = options.idleMs;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received: world.received,
    account,
    fault: (...given) => world.fault(...given),
    tally: () => world.tally(),
    tell: (...given) => world.tell(...given),
    say: (...given) => world.say(...given),
    deliver: (...given) => world.deliver(...given),
    close: () => close(server),
  };
}

interface FakeSide {
  world: FakeWorld;
  account: FakeAccount;
}

async function answer(
  { world, account }: FakeSide,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body = await read(request);
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://fake');
  const [, , owner = '', what] = path.split('/');
  if (path.startsWith('/_')) return control(world, path, body.toString(), response);
  const { authorization, 'content-type': contentType = '' } = request.headers;
  if (!isLetIn(world, authorization)) {
    // The real one quotes what it was given, too.
    return reply(response, 401, errorOf(190, `Malformed access token ${authorization}`));
  }
  if (what === 'messages') return takeMessage(world, owner, body.toString(), response);
  const isFile = path.startsWith('/files/');
  const fault = world.faultAt(isFile ? 'files' : (what ?? 'number'));
  if (fault) return goWrong(fault, response);
  if (isFile) return handOut(account, owner, response);
  const method = request.method ?? 'GET';
  const origin = `http://${request.headers.host}`;
  const answered = await account.answer(what, { method, owner, origin, query, contentType, body });
  return reply(response, 200, answered ?? numberFacts(world, owner));
}

/** Like the real one's file server, which also wants to know what is asking. */
function handOut(account: FakeAccount, id: string, response: ServerResponse) {
  const file = account.files.get(id);
  const { 'user-agent': agent } = response.req.headers;
  if (!file || !agent) return response.writeHead(404).end('Not found');
  account.fetched.push(id);
  return response.writeHead(200, { 'content-type': file.mimeType }).end(file.bytes);
}

/** With a request that is no message. */
async function goWrong(fault: Fault, response: ServerResponse) {
  switch (fault.kind) {
    case 'error':
      return reply(response, fault.status ?? 400, errorOf(fault.code, fault.details));
    case 'answer':
      return response.writeHead(fault.status).end(fault.body);
    case 'hang':
      return;
    default:
      return breakOff(response);
  }
}

/** What a test in another process asks for, each at its own path. */
interface ControlBody {
  /** `/_fault` */
  to: string;
  fault: Fault;
  times?: number;
  /** `/_statuses` */
  statuses: string[];
  people?: string[];
  /** `/_say` */
  number_id: string;
  message: FakeMessage;
}

async function control(world: FakeWorld, path: string, body: string, response: ServerResponse) {
  const given: ControlBody = JSON.parse(body === '' ? '{}' : body);
  switch (path) {
    case '/_tally':
      return reply(response, 200, world.tally());
    case '/_fault':
      world.fault(given.to, given.fault, given.times);
      return reply(response, 200, {});
    case '/_statuses':
      return reply(response, 200, { answers: await world.tell(given.statuses, given.people) });
    case '/_say':
      return reply(response, 200, { answers: await world.say(given.number_id, given.message) });
    default:
      return reply(response, 404, { error: `there is no ${path}` });
  }
}

async function takeMessage(
  world: FakeWorld,
  numberId: string,
  body: string,
  response: ServerResponse,
) {
  const send: Send = JSON.parse(body);
  const to = addressOf(send);
  const fault = world.nextFault(to);
  if (fault?.kind === 'error') {
    return reply(response, fault.status ?? 400, errorOf(fault.code, fault.details));
  }
  const isTaken = fault === undefined || fault.kind === 'slow' || fault.taken;
  const port = response.socket?.remotePort ?? 0;
  const received = isTaken ? world.take(numberId, send, port) : undefined;
  await after(fault?.kind === 'slow' ? fault.delayMs : (world.options.latencyMs ?? 0));
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      return breakOff(response);
    case 'cut':
      response.writeHead(200, { 'content-length': 500 });
      return response.write('{"messages":', () => breakOff(response));
    case 'answer':
      return response.writeHead(fault.status).end(fault.body);
    default:
      response.once('finish', () => received && world.options.watch?.('answered', received));
      return reply(response, 200, {
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: to }],
        messages: [{ id: received?.wamid ?? '', message_status: 'accepted' }],
      });
  }
}

function isLetIn({ options: { accessToken } }: FakeWorld, authorization: string | undefined) {
  return accessToken === undefined || authorization === `Bearer ${accessToken}`;
}

function numberFacts({ options }: FakeWorld, numberId: string) {
  const { throughput = 'STANDARD', number } = options;
  return {
    id: numberId,
    display_phone_number: `+1 555-${numberId.slice(-3)}-${numberId.slice(-4)}`,
    verified_name: 'Fake Bakery',
    quality_rating: 'GREEN',
    throughput: { level: throughput },
    name_status: 'APPROVED',
    status: 'CONNECTED',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    ...number,
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function breakOff(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

async function after(delayMs: number): Promise<void> {
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startFakeCloud(JSON.parse(process.argv[2] ?? '{"appSecret":"fake"}'));
  process.stdout.write(`${url}\n`);
}
