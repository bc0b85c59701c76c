import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import type { House } from '../context.ts';
import { Refusal } from '../errors.ts';
import { answerError, refuse } from './answer.ts';
import type { Identify } from './auth.ts';
import { health, type Readiness } from './health.ts';
import { mcp } from './mcp.ts';
import { optOutPage, type ReadOptOut } from './opt-out-page.ts';

export interface AppOptions {
  house: House;
  readiness(): Promise<Readiness>;
  /** What the world posts to us, by path. */
  webhooks: Readonly<Record<string, Hono>>;
  /** The simulated world with its page at `/`; it guards its own doors. */
  sandbox: Hono;
  /** What programs and recipients use; undefined in a process that does not have the role http. */
  visitors: Visitors | undefined;
}

export interface Visitors {
  identify: Identify;
  readOptOut: ReadOptOut;
  /** Names that this Herald goes by, besides those of the loopback. */
  hosts: readonly string[];
}

const megabyte = 1024 * 1024;
const mcpPaths = ['/mcp', '/mcp/', '/api/mcp', '/api/mcp/'];

/** Everything that answers over HTTP. `app.request` reaches all of it without a server. */
export function createApp({ house, readiness, webhooks, sandbox, visitors }: AppOptions): Hono {
  const app = new Hono();
  app.use(requestId(), logRequests(house.log), headers);
  app.onError(answerError(house.log));
  app.notFound((c) => refuse(c, new Refusal('not_found', 'There is nothing at this address.')));

  app.route('/', health(readiness));
  app.use('/webhooks/*', limit(3 * megabyte));
  for (const [path, webhook] of Object.entries(webhooks)) app.route(path, webhook);
  if (visitors) welcome(app, house, visitors);
  app.route('/', sandbox);
  app.get('/', (c) => c.text(about));
  return app;
}

function welcome(app: Hono, house: House, { identify, readOptOut, hosts }: Visitors): void {
  const tools = mcp({ identify, hosts });
  for (const path of mcpPaths) app.use(path, limit(32 * megabyte)).route(path, tools);

  app.use('/u/*', limit(megabyte / 16));
  app.route('/u', optOutPage({ house, readOptOut }));
}

const about =
  'This is Herald: WhatsApp campaigns, run from a Telegram bot.\n' +
  'README.md says how to use it; programs talk to it at /mcp.\n';

/** Pages bring a policy of their own; whatever brings none may load nothing and be framed by nobody. */
const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // Whether https is there for good is known to the proxy in front, not to us.
  strictTransportSecurity: false,
  overwrite: false,
});

/**
 * Where the length is announced, the server reads no more than that, and looking at the announcement
 * leaves the body alone: counting it costs as much again as all else that a webhook does.
 */
function limit(bytesMax: number): MiddlewareHandler {
  const sentence = `The body may have ${Math.round(bytesMax / 1024)} kB at most.`;
  const onError = (c: Context) => refuse(c, new Refusal('too_large', sentence));
  const counted = bodyLimit({ maxSize: bytesMax, onError });
  return async (c, next) => {
    const announced = c.req.header('content-length');
    if (announced === undefined || c.req.header('transfer-encoding')) return counted(c, next);
    return Number(announced) > bytesMax ? onError(c) : next();
  };
}

/** The route and not the path: an opt-out link and the simulated bot's token are part of theirs. */
function logRequests(log: Logger) {
  return async (c: Context, next: () => Promise<void>) => {
    const startedAtMs = performance.now();
    await next();
    log.debug(
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        ms: Math.round(performance.now() - startedAtMs),
      },
      'request',
    );
  };
}
