import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Answered, type Call, refused } from './fake-evolution-answers.ts';
import { answerChat } from './fake-evolution-chat.ts';
import { answerInstance } from './fake-evolution-instance.ts';
import {
  type FakeEvolutionOptions,
  FakeEvolutionWorld,
  type FakeInstance,
  type FakeMessage,
  type Fault,
  jidOf,
  type Received,
  type Tally,
} from './fake-evolution-world.ts';

/*
 * An Evolution API as far as Herald uses it, over real HTTP, with a memory of who got what, and
 * with instances that live: created, waiting for a QR code to be scanned, open, banned. It knows
 * nothing of Herald's code, so that a mistake there is not repeated here. Also a program of its
 * own: `node --import tsx test/support/fake-evolution.ts '{"globalKey":"…"}'` prints its URL.
 */

export interface FakeEvolution {
  url: string;
  /** What people got, in order; the same person twice when twice. */
  readonly received: readonly Received[];
  /** An instance that is there already. */
  add(name: string, given?: Partial<FakeInstance>): FakeInstance;
  instance(name: string): FakeInstance;
  /** The next `times` sends to this person (digits; `*` is anybody) go wrong. */
  fault(to: string, fault: Fault, times?: number): void;
  tally(): Tally;
  /** Somebody scans the QR code with this phone. */
  scan(name: string, phone: string): Promise<number[]>;
  /** WhatsApp closes the connection for good; 403 is a ban. */
  end(name: string, statusReason?: number): Promise<number[]>;
  /** Posts receipts of what these people got, or everybody; the statuses of HTTP that came back. */
  tell(statuses: readonly string[], to?: readonly string[]): Promise<number[]>;
  /** Posts what a person writes. */
  say(name: string, message: FakeMessage): Promise<number[]>;
  /** Posts one event as it is. */
  deliver(name: string, event: string, data: unknown): Promise<number>;
  close(): Promise<void>;
}

export type { FakeEvolutionOptions } from './fake-evolution-world.ts';

export async function startFakeEvolution(
  options: FakeEvolutionOptions = {},
): Promise<FakeEvolution> {
  const world = new FakeEvolutionWorld(options);
  const server = createServer((request, response) => {
    // A caller that breaks off, or a body that is no JSON, must not end the process.
    answer(world, request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received: world.received,
    add: (...given) => world.add(...given),
    instance: (name) => world.get(name),
    fault: (...given) => world.fault(...given),
    tally: () => world.tally(),
    scan: (...given) => world.scan(...given),
    end: (...given) => world.end(...given),
    tell: (...given) => world.tell(...given),
    say: (...given) => world.say(...given),
    deliver: (...given) => world.deliver(...given),
    close: () => close(server),
  };
}

async function answer(
  world: FakeEvolutionWorld,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const text = await read(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  const body = JSON.parse(text === '' ? '{}' : text);
  if (pathname.startsWith('/_')) return control(world, pathname, body, response);
  const [, group = '', what = '', name = ''] = pathname.split('/').map(decodeURIComponent);
  const call: Call = {
    method: request.method ?? 'GET',
    what: `/${group}/${what}`,
    instance: name,
    query: searchParams,
    body,
  };
  if (!isLetIn(world, call, String(request.headers.apikey)))
    return reply(response, refused(401, 'Unauthorized'));
  if (group === 'message') return takeMessage(world, call, response);
  const answered = (await answerInstance(world, call)) ?? answerChat(world, call);
  return reply(response, answered ?? notThere(call));
}

/** The global key opens everything, an instance's token that instance. */
function isLetIn(world: FakeEvolutionWorld, { instance, query }: Call, key: string): boolean {
  const { globalKey } = world.options;
  if (globalKey === undefined || key === globalKey) return true;
  const name = instance || query.get('instanceName') || '';
  return world.instances.get(name)?.token === key;
}

function notThere({ method, what, instance }: Call): Answered {
  return refused(404, `Cannot ${method} ${what}/${instance}`);
}

async function takeMessage(world: FakeEvolutionWorld, call: Call, response: ServerResponse) {
  const { instance: name, body, what } = call;
  const instance = world.instances.get(name);
  if (!instance) return reply(response, refused(404, `The "${name}" instance does not exist`));
  const to = String(body.number);
  if (instance.state !== 'open' || instance.isDead)
    return reply(response, refused(400, 'Error: Connection Closed'));
  if (world.isStranger(to)) {
    return reply(response, refused(400, { jid: jidOf(to), exists: false, number: to }));
  }
  const fault = world.nextFault(to);
  if (fault?.kind === 'closed') return reply(response, refused(400, 'Error: Connection Closed'));
  const isTaken = fault === undefined || fault.kind === 'slow' || fault.taken;
  const received = isTaken ? world.take(name, what.split('/')[2] ?? '', body) : undefined;
  await after(fault?.kind === 'slow' ? fault.delayMs : (world.options.latencyMs ?? 0));
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      return response.socket?.resetAndDestroy();
    case 'answer':
      return response.writeHead(fault.status).end(fault.body);
    default: {
      if (!received) return;
      const sent = sentMessage(received);
      void world.deliver(name, 'send.message', sent).catch(() => {});
      return reply(response, { status: 201, body: sent });
    }
  }
}

function sentMessage({ id, to, text, instance }: Received) {
  return {
    key: { remoteJid: jidOf(to), fromMe: true, id },
    pushName: '',
    status: 'PENDING',
    message: { conversation: text },
    contextInfo: null,
    messageType: 'conversation',
    messageTimestamp: Math.floor(Date.now() / 1_000),
    instanceId: `id-of-${instance}`,
    source: 'unknown',
  };
}

/** What a test in another process asks for, each at its own path. */
interface ControlBody {
  instance: string;
  /** `/_fault` */
  to: string;
  fault: Fault;
  times?: number;
  /** `/_statuses` */
  statuses: string[];
  people?: string[];
  /** `/_say` */
  message: FakeMessage;
  /** `/_scan` */
  phone: string;
  /** `/_end` */
  reason?: number;
}

async function control(
  world: FakeEvolutionWorld,
  path: string,
  given: ControlBody,
  response: ServerResponse,
) {
  const answers = await controlled(world, path, given);
  return reply(response, answers ?? { status: 404, body: { error: `there is no ${path}` } });
}

async function controlled(
  world: FakeEvolutionWorld,
  path: string,
  { instance, to, fault, times, statuses, people, message, phone, reason }: ControlBody,
): Promise<Answered | undefined> {
  switch (path) {
    case '/_tally':
      return { status: 200, body: world.tally() };
    case '/_fault':
      world.fault(to, fault, times);
      return { status: 200, body: {} };
    case '/_statuses':
      return { status: 200, body: { answers: await world.tell(statuses, people) } };
    case '/_say':
      return { status: 200, body: { answers: await world.say(instance, message) } };
    case '/_scan':
      return { status: 200, body: { answers: await world.scan(instance, phone) } };
    case '/_end':
      return { status: 200, body: { answers: await world.end(instance, reason) } };
    default:
      return undefined;
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function reply(response: ServerResponse, { status, body }: Answered): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
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
  const { url } = await startFakeEvolution(JSON.parse(process.argv[2] ?? '{}'));
  process.stdout.write(`${url}\n`);
}
