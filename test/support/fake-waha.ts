import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  type FakeMessage,
  type FakeWahaOptions,
  FakeWahaWorld,
  type Fault,
  type Received,
  type Session,
  type SessionConfig,
} from './fake-waha-world.ts';

/*
 * WAHA as far as Herald uses it, over real HTTP, with a memory of who got what. It knows nothing of
 * Herald's code, so that a mistake there is not repeated here. Also a program of its own:
 * `node --import tsx test/support/fake-waha.ts '{"apiKey":"…"}'` prints its URL.
 */

export interface FakeWaha {
  url: string;
  /** Sessions, faults, what people got, and what WAHA posts. */
  world: FakeWahaWorld;
  /** What people got, in order; the same person twice when twice. */
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export async function startFakeWaha(options: FakeWahaOptions): Promise<FakeWaha> {
  const world = new FakeWahaWorld(options);
  const server = createServer((request, response) => {
    // A caller that breaks off, or a body that is no JSON, must not end the process.
    answer(world, request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    received: world.received,
    close: () => close(server),
  };
}

interface Call {
  world: FakeWahaWorld;
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  response: ServerResponse;
}

async function answer(world: FakeWahaWorld, request: IncomingMessage, response: ServerResponse) {
  const text = await read(request);
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://fake');
  const method = request.method ?? 'GET';
  const call = { world, method, path, query, body: JSON.parse(text || '{}'), response };
  if (path.startsWith('/_')) return control(call);
  world.asked.push(`${method} ${path}`);
  if (request.headers['x-api-key'] !== world.options.apiKey) {
    // The real one does not quote it; a proxy might.
    const given = request.headers['x-api-key'];
    return reply(response, 401, { statusCode: 401, message: `Unauthorized: ${given}` });
  }
  if (path === '/api/version') {
    const { version = '2026.8.2' } = world.options;
    return reply(response, 200, { version, engine: world.engine, tier: 'CORE', browser: null });
  }
  if (path.startsWith('/api/files/')) return handOut(call);
  if (path === '/api/contacts/check-exists') return checkExists(call);
  if (path.startsWith('/api/send')) return send(call);
  if (path.startsWith('/api/sessions')) return sessions(call);
  return ofSession(call);
}

function handOut({ world, path, response }: Call) {
  const fault = world.nextFault('files');
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') return response.socket?.resetAndDestroy();
  if (fault?.kind === 'answer') return response.writeHead(fault.status).end(fault.body);
  const file = world.files.get(path);
  if (!file) return reply(response, 404, { statusCode: 404, message: 'File not found' });
  response.writeHead(200, { 'content-type': file.mimeType }).end(file.bytes);
}

function checkExists({ world, query, response }: Call) {
  if (world.existsAnswer) {
    const { status, body } = world.existsAnswer;
    return response.writeHead(status).end(body);
  }
  const phone = query.get('phone') ?? '';
  const chatId = world.options.chats?.[phone];
  if (chatId === null) return reply(response, 200, { numberExists: false });
  reply(response, 200, {
    numberExists: true,
    chatId: chatId ?? `${phone}@c.us`,
    pn: `${phone}@c.us`,
  });
}

async function send(call: Call): Promise<unknown> {
  const { world, path, body, response } = call;
  const session = world.sessions.get(String(body.session));
  if (!session) return reply(response, 404, { error: 'Session not found' });
  if (session.status !== 'WORKING') return wrongState(response, session, 'WORKING');
  const fault = world.nextFault(String(body.chatId));
  if (fault?.kind === 'timelock') return reply(response, 500, timelocked(body));
  const taken = fault === undefined || fault.taken;
  const message = taken ? world.take(path.replace('/api/', ''), body) : undefined;
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      return response.socket?.resetAndDestroy();
    case 'answer':
      return response.writeHead(fault.status).end(fault.body);
  }
  if (!message) return;
  if (world.options.echoes) await world.echo(message, 'api');
  const id = `true_${message.chatId}_${message.id}`;
  const said = { id, timestamp: Math.floor(Date.now() / 1_000), fromMe: true, source: 'api' };
  return reply(response, 201, { ...said, body: message.text, ack: 0, ackName: 'PENDING' });
}

/** The real one repeats the whole request. */
function timelocked(body: object): object {
  const details = 'server returned error 463';
  const exception = { message: `2 UNKNOWN: ${details}`, code: 2, details, name: 'Error' };
  return { statusCode: 500, timestamp: new Date().toISOString(), exception, request: { body } };
}

function sessions({ world, method, path, body, response }: Call) {
  const [, , , name = String(body.name), verb] = path.split('/');
  const session = world.sessions.get(name);
  if (method === 'POST' && path === '/api/sessions') {
    if (session) return reply(response, 422, { message: `Session '${name}' already exists.` });
    return reply(response, 201, shown(world.create(name, (body.config ?? {}) as SessionConfig)));
  }
  if (!session) return reply(response, 404, { message: 'Session not found', statusCode: 404 });
  if (method === 'GET') return reply(response, 200, shown(world.look(session), world.engine));
  if (method === 'DELETE') {
    world.sessions.delete(name);
    return reply(response, 200, {});
  }
  if (method === 'PUT') session.config = (body.config ?? {}) as SessionConfig;
  if (verb === 'stop') session.status = 'STOPPED';
  else if (verb === 'logout') Object.assign(session, { me: null, status: 'STARTING' });
  else if (verb !== 'start' || session.status === 'STOPPED') world.restart(session);
  reply(response, 201, shown(session));
}

function ofSession({ world, method, path, body, response }: Call) {
  const [, , name = '', what = '', detail = '', verb] = path.split('/').map(decodeURIComponent);
  const session = world.sessions.get(name);
  if (!session) return reply(response, 404, { message: 'Session not found', statusCode: 404 });
  if (what === 'auth') {
    if (session.status !== 'SCAN_QR_CODE') return wrongState(response, session, 'SCAN_QR_CODE');
    session.qrs += 1;
    if (detail === 'qr') return reply(response, 200, { value: `2@fake-${name}-${session.qrs}` });
    return reply(response, 201, { code: `FAKE-${String(body.phoneNumber).slice(-4)}` });
  }
  if (session.status !== 'WORKING') return wrongState(response, session, 'WORKING');
  if (what === 'chats' && verb === 'archive')
    return reply(response, 201, { success: true, detail });
  if (what !== 'profile') return reply(response, 404, { message: `no ${method} ${path}` });
  if (method !== 'GET') return reply(response, 200, { success: true });
  const picture = 'https://pps.fake/picture.jpg';
  reply(response, 200, { id: session.me?.id, name: session.me?.pushName, picture });
}

function shown({ name, status, config, me }: Session, engine?: string): object {
  return { name, status, config, me, ...(engine !== undefined && { engine: { engine } }) };
}

function wrongState(response: ServerResponse, { name, status }: Session, expected: string) {
  const error = 'Session status is not as expected. Try again later or restart the session';
  reply(response, 422, { error, session: name, status, expected: [expected] });
}

/** What a test in another process asks for, each at its own path. */
async function control({ world, path, body, response }: Call) {
  const given = body as {
    /** `/_fault` */
    to: string;
    fault: Fault;
    times?: number;
    /** `/_acks` */
    acks: number[];
    people?: string[];
    /** `/_say`, `/_scan`, `/_change` */
    session: string;
    message: FakeMessage;
    phone: string;
    status: string;
    data?: object;
  };
  switch (path) {
    case '/_tally':
      return reply(response, 200, world.tally());
    case '/_fault':
      world.fault(given.to, given.fault, given.times);
      return reply(response, 200, {});
    case '/_acks':
      return reply(response, 200, { answers: await world.tell(given.acks, given.people) });
    case '/_say':
      return reply(response, 200, { answers: await world.say(given.session, given.message) });
    case '/_scan':
      return reply(response, 200, { answers: await world.scan(given.session, given.phone) });
    case '/_change': {
      const news = given.data ? { data: given.data } : {};
      return reply(response, 200, {
        answers: await world.change(given.session, given.status, news),
      });
    }
    default:
      return reply(response, 404, { error: `there is no ${path}` });
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startFakeWaha(JSON.parse(process.argv[2] ?? '{"apiKey":"fake"}'));
  process.stdout.write(`${url}\n`);
}
