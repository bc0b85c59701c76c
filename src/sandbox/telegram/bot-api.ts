import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { BotApiError } from './api-error.ts';
import type { Failures } from './failures.ts';
import { methods } from './methods/table.ts';
import { readCall } from './request.ts';
import type { World } from './world.ts';

export interface BotApiOptions {
  world: World;
  token: string;
  failures: Failures;
  closing: AbortSignal;
}

/** The bot's side: `/bot<token>/<method>` and `/file/bot<token>/<path>`, as api.telegram.org has them. */
export function createBotApi({ world, token, failures, closing }: BotApiOptions): Hono {
  const isOurs = (bot: string) => bot === `bot${token}`;

  const app = new Hono();
  app.on(['GET', 'POST'], '/:bot{bot[^/]+}/:method', async (c) => {
    if (!isOurs(c.req.param('bot'))) throw unauthorized;
    if (closing.aborted) throw new BotApiError(503, 'Service Unavailable');

    const name = c.req.param('method');
    const method = methods.get(name);
    if (method === undefined) throw new BotApiError(404, 'Not Found: method not found');
    failures.throwPlanned(name);
    return c.json({ ok: true, result: await method(world, await readCall(c.req)) });
  });
  app.get('/file/:bot{bot[^/]+}/:path{.+}', (c) => {
    if (!isOurs(c.req.param('bot'))) throw unauthorized;

    const bytes = bytesAt(world, c.req.param('path'));
    if (bytes === undefined) throw new BotApiError(404, 'Not Found');
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream' });
  });
  app.all('*', (c) => answer(c, new BotApiError(404, 'Not Found')));
  app.onError((error, c) => {
    if (error instanceof BotApiError) return answer(c, error);
    throw error;
  });
  return app;
}

const unauthorized = new BotApiError(401, 'Unauthorized');

function answer(c: Context, error: BotApiError) {
  return c.json(error.toJSON(), error.code as ContentfulStatusCode);
}

function bytesAt({ store, files }: World, path: string): Buffer | undefined {
  const file = [...store.state.files.values()].find(({ file_path }) => file_path === path);
  return file && files.read(file.file_id);
}
