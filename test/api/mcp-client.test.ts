import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HttpServer, listen } from '../../src/api/server.ts';
import { operations } from '../../src/operations/registry.ts';
import { createHttpWorld } from './herald.ts';

let server: HttpServer;
let client: Client;
let token: string;

beforeEach(async () => {
  const herald = await createHttpWorld();
  token = herald.token;
  server = await listen({ host: '127.0.0.1', port: 0 });
  server.show(herald.app);
});

afterEach(async () => {
  await client.close();
  await server.closed(0);
});

/** The two ways in which MCP clients of today introduce themselves. */
describe.each(['auto', 'legacy'] as const)('an MCP client (%s)', (mode) => {
  beforeEach(async () => {
    client = new Client({ name: 'tests', version: '1' }, { versionNegotiation: { mode } });
    const url = new URL(`http://127.0.0.1:${server.port}/mcp`);
    const headers = { authorization: `Bearer ${token}` };
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  });

  test('finds every operation as a tool', async () => {
    const { tools } = await client.listTools();

    expect(tools.map(({ name }) => name)).toEqual(operations.map(({ name }) => name));
  });

  test('calls a tool and gets what its schema promises', async () => {
    await client.listTools();

    const result = await client.callTool({
      name: 'create_contact_list',
      arguments: { name: 'VIP' },
    });

    expect(result.structuredContent).toMatchObject({ name: 'VIP' });
  });

  test('reads why a tool refused', async () => {
    const result = await client.callTool({ name: 'create_contact_list', arguments: {} });

    expect(result).toMatchObject({ isError: true, content: [{ text: 'name is missing.' }] });
  });

  test('finds the resources and reads them', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['shop://profile', 'herald://rules']);

    const [profile, rules] = await Promise.all(
      resources.map(async ({ uri }) => (await client.readResource({ uri })).contents[0]),
    );

    expect(profile).toMatchObject({ text: expect.stringContaining('"campaigns"') });
    expect(rules).toMatchObject({ text: expect.stringMatching(/^# How Herald sends/) });
  });

  test.each(['confirm', 'preview_token'])(
    'is asked before a list is deleted, and says yes with %s',
    async (yes) => {
      await client.listTools();
      await client.callTool({ name: 'create_contact_list', arguments: { name: 'VIP' } });
      const name = 'delete_contact_list';

      const asked = await client.callTool({ name, arguments: { list_id: 1 } });
      expect(asked).toMatchObject({
        isError: true,
        structuredContent: { requires_confirmation: true, preview: { name: 'VIP' } },
      });

      const { preview_token } = Object(asked.structuredContent);
      const confirmed = yes === 'confirm' ? { confirm: true } : { preview_token };
      const done = await client.callTool({ name, arguments: { list_id: 1, ...confirmed } });

      expect(done.isError).toBeUndefined();
      expect(done.structuredContent).toMatchObject({ list_id: 1 });
    },
  );

  test('gets what it asked for when it asks for progress', async () => {
    const params = { name: 'list_contact_lists', arguments: {} };
    const result = await client.callTool(params, { onprogress: () => {} });
    expect(result.structuredContent).toEqual({ lists: [] });
  });
});
