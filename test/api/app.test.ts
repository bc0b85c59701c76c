import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { Readiness } from '../../src/api/health.ts';
import { Refusal } from '../../src/errors.ts';
import { createHttpWorld } from './herald.ts';

describe('health', () => {
  test('is good as long as the process answers', async () => {
    const { app } = await createHttpWorld();

    const response = await app.request('/healthz');

    expect({ status: response.status, json: await response.json() }).toEqual({
      status: 200,
      json: { status: 'ok' },
    });
  });

  test.each<[string, Partial<Readiness>, number]>([
    ['ready when everything is', {}, 200],
    ['ready without the roles of other processes', { roles: { bot: 'off' } }, 200],
    ['not ready while a role starts', { roles: { dispatch: 'starting' } }, 503],
    ['not ready while it stops', { roles: { dispatch: 'stopping' } }, 503],
    ['not ready without its database', { database: false }, 503],
  ])('is %s', async (_, changes, status) => {
    const found: Readiness = {
      migrated: true,
      database: true,
      roles: { http: 'ready' },
      ...changes,
    };
    const { app } = await createHttpWorld({ readiness: async () => found });

    const response = await app.request('/readyz');

    expect({ status: response.status, json: await response.json() }).toEqual({
      status,
      json: found,
    });
  });
});

describe('an answer over HTTP', () => {
  const failing = (error: Error) =>
    createHttpWorld({
      sandbox: new Hono().get('/fails', () => {
        throw error;
      }),
    });

  test.each([
    ['invalid_input', 400],
    ['not_found', 404],
    ['not_allowed', 403],
    ['wrong_state', 409],
    ['conflict', 409],
    ['too_large', 413],
    ['unavailable', 503],
    ['confirmation_required', 409],
  ] as const)('says %s with %i and its sentence', async (code, status) => {
    const { app } = await failing(new Refusal(code, 'Not like this.', { why: 'a test' }));

    const response = await app.request('/fails');

    const error = { code, message: 'Not like this.', details: { why: 'a test' } };
    expect({ status: response.status, json: await response.json() }).toEqual({
      status,
      json: { error },
    });
  });

  test('tells nothing of a fault but the id under which the log has it', async () => {
    const { app } = await failing(new Error('the password is 1234'));

    const response = await app.request('/fails');
    const text = await response.text();

    expect(response.status).toBe(500);
    expect(text).toContain('Something went wrong');
    expect(text).toContain(response.headers.get('x-request-id'));
    expect(text).not.toContain('1234');
  });

  test('is JSON where there is nothing, too', async () => {
    const { app } = await createHttpWorld();

    const response = await app.request('/nowhere');

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  test('may load nothing and be framed by nobody', async () => {
    const { app } = await createHttpWorld();

    const { headers } = await app.request('/');

    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is only for machines in a process without the role http', async () => {
    const { app } = await createHttpWorld({ visitors: undefined });

    expect((await app.request('/mcp', { method: 'POST' })).status).toBe(404);
    expect((await app.request('/webhooks/sandbox', { method: 'POST' })).status).toBe(401);
  });
});
