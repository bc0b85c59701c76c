import { beforeEach, describe, expect, test } from 'vitest';
import { operations } from '../../src/operations/registry.ts';
import { createApiToken } from '../../src/operations/workspaces/create-token.ts';
import { revokeApiToken } from '../../src/operations/workspaces/revoke-token.ts';
import { createHttpWorld, type HttpWorld } from './herald.ts';

let herald: HttpWorld;

beforeEach(async () => {
  herald = await createHttpWorld();
});

const call = (name: string, args: object = {}, id: number | string = 1) => ({
  jsonrpc: '2.0',
  method: 'tools/call',
  params: { name, arguments: args },
  id,
});
const listLists = call('list_contact_lists');
const noLists = expect.objectContaining({ structuredContent: { lists: [] } });
const answered = { jsonrpc: '2.0', id: 1, result: noLists };
const problem = (code: number, message: string | RegExp, id: unknown = null) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: expect.stringMatching(message) },
});

/** As curl sends it: no Accept but the one that says "anything". */
function post(body: unknown, headers: Record<string, string> = {}, path = '/mcp') {
  return herald.app.request(path, {
    method: 'POST',
    headers: {
      host: 'localhost:8080',
      'content-type': 'application/json',
      authorization: `Bearer ${herald.token}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

interface Result {
  content: { type: string; text: string }[];
  structuredContent: object;
  isError?: boolean;
  tools: { name: string }[];
}

async function resultOf(response: Response | Promise<Response>): Promise<Result> {
  const { result } = (await (await response).json()) as { result: Result };
  return result;
}

function callTool(name: string, args: object): Promise<Result> {
  return resultOf(post(call(name, args)));
}

describe('MCP', () => {
  test.each<[string, unknown, Record<string, string>, number, unknown]>([
    ['a bare call without initialize', listLists, {}, 200, answered],
    ['a caller that takes anything', listLists, { accept: '*/*' }, 200, answered],
    ['a caller that takes JSON', listLists, { accept: 'application/json' }, 200, answered],
    [
      'a caller that takes both',
      listLists,
      { accept: 'text/event-stream, application/json' },
      200,
      answered,
    ],
    [
      'a caller of an old revision',
      listLists,
      { 'mcp-protocol-version': '2024-11-05' },
      200,
      answered,
    ],
    [
      'a batch',
      [listLists, call('list_contact_lists', {}, 'two')],
      {},
      200,
      [answered, { jsonrpc: '2.0', id: 'two', result: noLists }],
    ],
    ['a page of our own', listLists, { origin: 'https://herald.example' }, 200, answered],
    ['our public name', listLists, { host: 'herald.example' }, 200, answered],
    ['a body that is not JSON', '{"jsonrpc":', {}, 400, problem(-32_700, 'not JSON')],
    ['a body that is no request', {}, {}, 400, problem(-32_600, '')],
    ['a method that is not there', { ...listLists, method: 'x' }, {}, 200, problem(-32_601, '', 1)],
    ['a tool that is not there', call('fly'), {}, 200, problem(-32_602, /"fly".*tools\/list/, 1)],
    ['a form', listLists, { 'content-type': 'text/plain' }, 415, problem(-32_000, 'Content-Type')],
    ['no token', listLists, { authorization: '' }, 401, problem(-32_000, /first start.*API_TOKEN/)],
    ['a wrong token', listLists, { authorization: 'Bearer hd_no' }, 401, problem(-32_000, 'token')],
    ['another scheme', listLists, { authorization: 'Basic eA==' }, 401, problem(-32_000, 'token')],
    [
      "another site's page",
      listLists,
      { origin: 'https://evil.example' },
      403,
      problem(-32_000, 'other sites'),
    ],
    [
      'a page that hides its origin',
      listLists,
      { origin: 'null' },
      403,
      problem(-32_000, 'other sites'),
    ],
    [
      'a name bent to this machine',
      listLists,
      { host: 'evil.example' },
      403,
      problem(-32_000, 'PUBLIC_URL'),
    ],
  ])('answers %s', async (_, body, headers, status, json) => {
    const response = await post(body, headers);

    expect(response.headers.get('content-type')).toContain('application/json');
    expect({ status: response.status, json: await response.json() }).toEqual({ status, json });
  });

  test.each(['/mcp', '/mcp/', '/api/mcp', '/api/mcp/'])('is found at %s', async (path) => {
    expect(await (await post(listLists, {}, path)).json()).toEqual(answered);
  });

  test('streams to a caller that takes nothing but a stream', async () => {
    const response = await post(listLists, { accept: 'text/event-stream' });

    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toContain('data: {"result"');
  });

  test('takes a notification without a word', async () => {
    const response = await post({ jsonrpc: '2.0', method: 'notifications/initialized' });

    expect({ status: response.status, body: await response.text() }).toEqual({
      status: 202,
      body: '',
    });
  });

  test.each([
    ['GET', 405],
    ['PUT', 405],
    ['DELETE', 202],
    ['OPTIONS', 204],
  ])('answers %s with %i', async (method, status) => {
    const response = await herald.app.request('/mcp', { method, headers: { host: 'localhost' } });

    expect(response.status).toBe(status);
  });

  test('says to programs how to show a token', async () => {
    const response = await post(listLists, { authorization: '' });

    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('refuses a body of more than 32 MB before it reads it', async () => {
    const response = await post(' '.repeat(32 * 1024 * 1024 + 1));

    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'too_large' } });
  });

  test('no longer knows a token once it is revoked', async () => {
    const made = await herald.invoke(createApiToken, { name: 'short-lived' });
    const headers = { authorization: `Bearer ${made.token}` };
    expect((await post(listLists, headers)).status).toBe(200);

    await herald.invoke(revokeApiToken, { token_id: made.token_id });

    expect((await post(listLists, headers)).status).toBe(401);
  });
});

describe('the tools', () => {
  test('are the operations, each with its schemas and hints', async () => {
    const result = await resultOf(post({ ...listLists, method: 'tools/list' }));

    expect(result.tools.map(({ name }) => name)).toEqual(operations.map(({ name }) => name));
    for (const tool of result.tools) {
      expect(tool).toMatchObject({
        description: expect.any(String),
        inputSchema: { type: 'object' },
        outputSchema: { type: 'object' },
        annotations: { readOnlyHint: expect.any(Boolean), destructiveHint: expect.any(Boolean) },
      });
    }
  });

  test('answer with an object and with the same as text', async () => {
    const result = await callTool('create_contact_list', { name: 'VIP' });

    expect(result.structuredContent).toMatchObject({ name: 'VIP' });
    expect(JSON.parse(result.content[0]?.text ?? '')).toEqual(result.structuredContent);
    expect(result.isError).toBeUndefined();
  });

  test.each([
    ['snake_case', { list_id: 1 }],
    ['camelCase', { listId: 1 }],
  ])('take their parameters in %s', async (_, args) => {
    await callTool('create_contact_list', { name: 'VIP' });

    const result = await callTool('get_contact_list_detail', args);

    expect(result.structuredContent).toMatchObject({ name: 'VIP' });
  });

  test('refuse a parameter that is given in both spellings', async () => {
    const result = await callTool('get_contact_list_detail', { list_id: 1, listId: 2 });

    expect(result).toMatchObject({
      isError: true,
      content: [{ text: '"listId" is not a parameter of this operation.' }],
    });
  });

  test.each([
    [
      'a parameter that is not known',
      { name: 'VIP', colour: 'red' },
      '"colour" is not a parameter',
    ],
    ['a parameter that is missing', {}, 'name is missing'],
  ])('refuse %s by its name', async (_, args, sentence) => {
    const result = await callTool('create_contact_list', args);

    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining(sentence) }],
      _meta: { 'herald/refusal': { code: 'invalid_input' } },
    });
  });

  test('refuse what the token may not do', async () => {
    const scopes = ['contacts:read'];
    const { token } = await herald.invoke(createApiToken, { name: 'reader', scopes });
    const headers = { authorization: `Bearer ${token}` };

    const result = await resultOf(post(call('create_contact_list', { name: 'VIP' }), headers));

    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('contacts:write') }],
    });
  });

  test('hide a fault of ours behind a sentence', async () => {
    herald.house.clock = () => {
      throw new Error('the clock fell off the wall');
    };

    const result = await callTool('list_contact_lists', {});

    expect(result.isError).toBe(true);
    expect(result.content).toEqual([
      { type: 'text', text: expect.stringMatching(/^Something went wrong/) },
    ]);
    expect(JSON.stringify(result)).not.toContain('clock');
  });
});
