import { Hono } from 'hono';
import { pino } from 'pino';
import { createApp } from '../../src/api/app.ts';
import { listen } from '../../src/api/server.ts';
import { SecretBook } from '../../src/bridges/cloud/secrets.ts';
import { cloudSignatureHeader } from '../../src/bridges/cloud/verify.ts';
import type { House } from '../../src/context.ts';
import { connectPostgres } from '../../src/database/connect.ts';
import { EventStore } from '../../src/database/event-store.ts';
import { storeEvents } from '../../src/database/events.ts';
import { bridgeDirectory } from '../../src/house/bridges.ts';
import { cloudWebhook } from '../../webhooks/cloud.ts';
import { appSecret, numberKey } from './status.ts';

/*
 * Herald's HTTP side as a program of its own: the real app on a real port, and the same webhook
 * three times, so that the variants share everything that is not compared.
 */

const { db } = await connectPostgres(process.argv[2] ?? '');
const house: House = {
  db,
  bridges: bridgeDirectory([]),
  clock: () => new Date(),
  sleep: async () => {},
  log: pino({ level: 'warn' }, pino.destination(2)),
  settings: { timezone: 'UTC', defaultCountry: 'ES' },
  optOutLink: () => '',
};
const secrets = async () => [
  { numberKey, appSecret, verifyToken: 'of the benchmark', wabaId: '700800900100', phone: null },
];

const app = createApp({
  house,
  readiness: async () => ({ migrated: true, database: true, roles: { http: 'ready' } }),
  webhooks: {
    '/webhooks/checked': checkOnly(),
    '/webhooks/each': cloudWebhook({ house, secrets, events: { store: commitEach } }),
    '/webhooks/cloud': cloudWebhook({ house, secrets, events: new EventStore(db) }),
  },
  sandbox: new Hono(),
  visitors: undefined,
});
const server = await listen({ host: '127.0.0.1', port: 0 });
server.show(app);
process.send?.(server.port);

/** What no webhook can do without: the body, its signature, its JSON. */
function checkOnly(): Hono {
  const book = new SecretBook(secrets);
  return new Hono().post('/', async (c) => {
    const raw = Buffer.from(await c.req.arrayBuffer());
    const signer = await book.signerOf(raw, c.req.header(cloudSignatureHeader) ?? '');
    if (signer === undefined) return c.body(null, 401);
    JSON.parse(raw.toString());
    return c.body(null, 200);
  });
}

/** A commit for each post: the same statement with the same work, and nobody waits for anybody. */
function commitEach(...[bridge, items, receivedAt]: Parameters<EventStore['store']>) {
  return storeEvents(db, bridge, items, receivedAt);
}

// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
