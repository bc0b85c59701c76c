import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { getCampaignLogs } from '../../src/operations/campaigns/logs.ts';
import { Mcp } from './mcp.ts';

const token = 'known to both';

describe('the MCP client of the demo', () => {
  test('reads all pages of a tool', async () => {
    const rows = [{ phone: '+1' }, { phone: '+2' }, { phone: '+3' }];
    const mcp = await mcpTo(({ page, limit }) => ({
      structuredContent: { logs: rows.slice((page - 1) * limit, page * limit), total: 3 },
    }));

    const phones = await mcp.callAll<typeof getCampaignLogs, string>(
      'get_campaign_logs',
      { limit: 2 },
      ({ logs }) => logs.map(({ phone }) => phone),
    );
    expect(phones).toEqual(['+1', '+2', '+3']);
  });

  test('throws what the tool says when it refuses', async () => {
    const content = [{ type: 'text', text: 'There is no campaign 7.' }];
    const mcp = await mcpTo(() => ({ isError: true, content }));
    await expect(mcp.call('get_campaign', { campaign_id: 7 })).rejects.toThrow(
      'get_campaign: There is no campaign 7.',
    );
  });

  test('throws the status and the words of whoever does not answer with a result', async () => {
    const mcp = await mcpTo(() => ({}), 'another token');
    await expect(mcp.call('get_campaign')).rejects.toThrow(/answered 401: Who are you/);
  });
});

/** A server that knows one tool. */
async function mcpTo(
  tool: (given: { page: number; limit: number }) => object,
  shown = token,
): Promise<Mcp> {
  const app = new Hono().post('/mcp', async (c) => {
    if (c.req.header('authorization') !== `Bearer ${token}`) return c.text('Who are you?', 401);
    const { id, params } = await c.req.json();
    return c.json({ jsonrpc: '2.0', id, result: tool(params.arguments) });
  });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve(new Mcp(`http://127.0.0.1:${port}/mcp`, shown)),
    );
    onTestFinished(() => void server.close());
  });
}
