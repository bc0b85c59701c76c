import {
  createMcpHandler,
  isLegacyRequest,
  validateHostHeader,
  validateOriginHeader,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Caller } from '../context.ts';
import { operations } from '../operations/registry.ts';
import { callerOf, type Identify, tokenNeeded } from './auth.ts';
import { withEnvelope } from './bare-call.ts';
import { serveBatch } from './mcp-batch.ts';
import { createMcpServer } from './mcp-server.ts';
import { createToolbox, type Toolbox } from './tools.ts';

export interface McpOptions {
  identify: Identify;
  /** Names that this Herald goes by, besides those of the loopback. */
  hosts: readonly string[];
}

/**
 * MCP over HTTP, stateless: every POST carries its token and is answered on the spot, in the
 * current revision of the protocol and in the ones before it, with and without `initialize`.
 */
export function mcp({ identify, hosts }: McpOptions): Hono {
  const tools = createToolbox(operations);
  const allowed = ['localhost', '127.0.0.1', '[::1]', ...hosts.map(asHostname)];
  const app = new Hono();

  app.use(async (c, next) => strangerAnswer(c, allowed) ?? next());
  app.options('/', (c) => c.body(null, 204, { allow: methods }));
  // Nothing is kept between requests: there is no stream to open, and no session to end.
  app.get('/', (c) => answer(c, 405, -32_000, 'POST here: there is no stream to read.'));
  app.delete('/', (c) => c.body(null, 202));

  app.post('/', async (c) => {
    const caller = await callerOf(c, identify);
    if (!caller) return answer(c, 401, -32_000, tokenNeeded, { 'www-authenticate': 'Bearer' });

    const body = withEnvelope(parse(await c.req.text()));
    if (body === undefined) return answer(c, 400, -32_700, 'The body is not JSON.');
    const { raw } = c.req;
    const serveOne = (call: unknown, wantsStream: boolean) =>
      serve({ caller, tools, request: raw, call, wantsStream });
    const streamOnly = acceptsStreamOnly(raw);
    // A batch is answered as one body, unless the caller reads nothing but a stream.
    const isBatch = Array.isArray(body) && !streamOnly;
    if (isBatch) return serveBatch(body, (call) => serveOne(call, false));
    return serveOne(body, streamOnly || asksForProgress(raw, body));
  });
  app.all('/', (c) => answer(c, 405, -32_000, 'POST here.'));
  return app;
}

const methods = 'POST, DELETE, OPTIONS';

/** A page of another site, or a name that was bent to this machine (DNS rebinding), speaks with somebody else's browser. */
function strangerAnswer(c: Context, allowed: string[]): Response | undefined {
  if (!validateHostHeader(c.req.header('host'), allowed).ok) {
    const sentence = 'Herald is not known by this host name: set PUBLIC_URL to the address in use.';
    return answer(c, 403, -32_000, sentence);
  }
  if (!validateOriginHeader(c.req.header('origin'), allowed).ok) {
    return answer(c, 403, -32_000, 'Pages of other sites may not call this.');
  }
  return undefined;
}

interface McpCall {
  caller: Caller;
  tools: Toolbox;
  request: Request;
  /** The parsed body, or one call of a batch. */
  call: unknown;
  wantsStream: boolean;
}

async function serve(options: McpCall): Promise<Response> {
  const { caller, tools, request, call: parsedBody, wantsStream } = options;
  const asked = acceptingBoth(request);
  const { log } = caller.house;
  const onerror = (error: Error) => log.debug({ err: error }, 'MCP request not answered');

  if (!(await isLegacyRequest(asked, parsedBody))) {
    const responseMode = wantsStream ? 'sse' : 'auto';
    const how = { legacy: 'reject', responseMode, onerror } as const;
    const handler = createMcpHandler(() => createMcpServer(caller, tools), how);
    return handler.fetch(asked, { parsedBody });
  }
  // The SDK's own way of serving older clients answers them with streams alone, which curl
  // and simple clients cannot read; its transport can do either.
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: !wantsStream,
  });
  transport.onerror = onerror;
  await createMcpServer(caller, tools).connect(transport);
  return transport.handleRequest(asked, { parsedBody });
}

/** The SDK insists on clients that accept both; ours may accept whatever they like. */
function acceptingBoth(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('accept', 'application/json, text/event-stream');
  return new Request(request.url, { method: 'POST', headers, signal: request.signal });
}

function acceptsStreamOnly(request: Request): boolean {
  return acceptedTypes(request).every((type) => type === stream);
}

/** A stream stays open while a long call runs, where a body may be given up by whoever stands in between. */
function asksForProgress(request: Request, parsedBody: unknown): boolean {
  return WithProgress.safeParse(parsedBody).success && acceptedTypes(request).includes(stream);
}

const stream = 'text/event-stream';
const WithProgress = z.object({
  params: z.object({ _meta: z.object({ progressToken: z.union([z.string(), z.number()]) }) }),
});

function acceptedTypes(request: Request): (string | undefined)[] {
  const accept = request.headers.get('accept') ?? '*/*';
  return accept.split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(
  c: Context,
  status: 400 | 401 | 403 | 405,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Response {
  const allow = status === 405 ? { allow: methods } : {};
  const error = { jsonrpc: '2.0', error: { code, message }, id: null };
  return c.json(error, status, { ...allow, ...headers });
}

/** As the SDK spells it: an IPv6 address in brackets. */
function asHostname(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
