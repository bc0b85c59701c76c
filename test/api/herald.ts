import { Hono } from 'hono';
import { type AppOptions, createApp } from '../../src/api/app.ts';
import { EventStore } from '../../src/database/event-store.ts';
import { identifyBy } from '../../src/house/identify.ts';
import { deriveKeys, readOptOut } from '../../src/keys.ts';
import { createApiToken } from '../../src/operations/workspaces/create-token.ts';
import { sandboxWebhook } from '../../webhooks/sandbox.ts';
import { createWorld, type World } from '../support/world.ts';

export const keys = deriveKeys('a secret key that only the tests know');

export interface HttpWorld extends World {
  app: Hono;
  /** A token of the default workspace, with every right. */
  token: string;
}

/** A Herald on an empty database, as HTTP shows it; without a server. */
export async function createHttpWorld(changes: Partial<AppOptions> = {}): Promise<HttpWorld> {
  const world = await createWorld();
  const { house } = world;
  const events = new EventStore(world.db);
  const { token } = await world.invoke(createApiToken, { name: 'tests', scopes: ['admin'] });
  const app = createApp({
    house,
    readiness: async () => ({ migrated: true, database: true, roles: { http: 'ready' } }),
    webhooks: {
      '/webhooks/sandbox': sandboxWebhook({ house, events, secret: keys.sandboxWebhook }),
    },
    sandbox: new Hono(),
    visitors: {
      identify: identifyBy(house),
      readOptOut: (text) => readOptOut(keys.optOut, text),
      hosts: ['herald.example'],
    },
    ...changes,
  });
  return { ...world, app, token };
}

/** As curl sends it: no Accept but the one that says "anything". */
export function postMcp(
  { app, token }: HttpWorld,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const usual = { host: 'localhost:8080', 'content-type': 'application/json' };
  return Promise.resolve(
    app.request('/mcp', {
      method: 'POST',
      headers: { ...usual, authorization: `Bearer ${token}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}
