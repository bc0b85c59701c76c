import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';

/**
 * Keeps the sandbox's doors for whoever sits at this machine: who can play the owner can
 * do anything. A loopback socket alone does not show that. A proxy has one, and so has a
 * web page of a stranger in a browser on this machine.
 */
export function localOnly(): MiddlewareHandler {
  return async (c, next) => {
    const reason = reasonToRefuse(c);
    if (reason !== undefined) return c.json({ error: reason }, 403);
    await next();
    return undefined;
  };
}

function reasonToRefuse(c: Context): string | undefined {
  const host = c.req.header('host') ?? '';
  const origin = c.req.header('origin');

  if (!loopbackAddress.test(getConnInfo(c).remote.address ?? '')) {
    return 'The sandbox can be used only from the machine it runs on.';
  }
  if (proxyHeaders.some((name) => c.req.header(name) !== undefined)) {
    return 'The sandbox cannot be used through a proxy.';
  }
  // A hostile name may resolve to this machine (DNS rebinding); what the browser was told to ask for gives it away.
  if (!loopbackHost.test(host)) return 'The sandbox answers only to localhost.';
  if (origin !== undefined && origin !== `http://${host}`) {
    return 'The sandbox takes nothing from pages of other sites.';
  }
  return undefined;
}

const loopbackAddress = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/i;
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
