import { once } from 'node:events';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localOnly } from '../../src/sandbox/local-only.ts';

let server: ReturnType<typeof serve>;
let port: number;

beforeEach(async () => {
  const app = new Hono().use(localOnly()).get('/', (c) => c.text('come in'));
  port = await new Promise((resolve) => {
    server = serve({ fetch: app.fetch, port: 0 }, (address) => resolve(address.port));
  });
});

afterEach(() => new Promise((closed) => server.close(closed)));

describe('the sandbox', () => {
  test.each([
    ['a request to localhost', () => ({ host: `localhost:${port}` })],
    ['a request to 127.0.0.1', () => ({ host: `127.0.0.1:${port}` })],
    ['a request to [::1]', () => ({ host: `[::1]:${port}` })],
    ['its own page', () => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` })],
  ])('lets in %s', async (_, headers) => {
    expect(await get('127.0.0.1', headers())).toEqual({ status: 200, body: 'come in' });
  });

  test.each([
    ['a name that was bent to this machine', { host: 'herald.example' }],
    ['a name that only begins like ours', { host: 'localhost.example' }],
    ["another site's page", { origin: 'https://example.org' }],
    ['a page on another port', { origin: 'http://localhost:1' }],
    ['a page that hides where it is from', { origin: 'null' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy of the newer kind', { forwarded: 'for=203.0.113.9' }],
  ])('keeps out %s', async (_, headers) => {
    const { status, body } = await get('127.0.0.1', { host: `localhost:${port}`, ...headers });

    expect(status).toBe(403);
    expect(JSON.parse(body)).toEqual({ error: expect.stringMatching(/^The sandbox .*\.$/) });
  });

  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

  test.skipIf(address === undefined)('keeps out another machine, whatever it claims', async () => {
    const { status } = await get(address ?? '', { host: `localhost:${port}` });

    expect(status).toBe(403);
  });
});

/** Not `fetch`: it would not let us say another host than the one we connect to. */
async function get(address: string, headers: Record<string, string>) {
  const asked = request({ host: address, port, headers }).end();
  const [response] = await once(asked, 'response');
  const chunks: Buffer[] = await response.toArray();
  return { status: Number(response.statusCode), body: Buffer.concat(chunks).toString() };
}
