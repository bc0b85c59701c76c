import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { Refusal } from '../errors.ts';

export interface HttpServer {
  /** The real one, also where port 0 asked the system for any. */
  port: number;
  /** From now on this app answers; before, everything is answered 503. */
  show(app: Hono): void;
  /** Takes no new connection; what is being answered is answered. */
  stopListening(): void;
  /** Resolves when the last answer is out, or was cut off after `graceMs`. */
  closed(graceMs?: number): Promise<void>;
}

/** Takes the port before anything else is built: others need to know it, and a taken one is found early. */
export async function listen(address: { host: string; port: number }): Promise<HttpServer> {
  let app = new Hono().all('*', (c) => c.json({ status: 'starting' }, 503));
  const server = createAdaptorServer({
    hostname: address.host,
    fetch: (request, env) => app.fetch(request, env),
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, address)));
    server.listen(address.port, address.host, () => {
      const bound = server.address();
      if (typeof bound === 'object' && bound) resolve(bound);
    });
  });

  return {
    port,
    show(shown) {
      app = shown;
    },
    stopListening() {
      server.close();
    },
    async closed(graceMs = 1000) {
      const cutOff = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, graceMs);
      if (server.listening) server.close();
      await ended;
      clearTimeout(cutOff);
    },
  };
}

function explain(error: NodeJS.ErrnoException, address: { host: string; port: number }): Error {
  const { host, port } = address;
  switch (error.code) {
    case 'EADDRINUSE':
      return new Refusal(
        'unavailable',
        `Port ${port} is taken by another program. Set PORT to another one, or to 0 for any that is free.`,
      );
    case 'EACCES':
      return new Refusal('unavailable', `Port ${port} needs more rights: set PORT above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Refusal(
        'unavailable',
        `This machine has no address ${host}: set HOST to another.`,
      );
    default:
      return error;
  }
}
