import { describe, expect, test } from 'vitest';
import { mcp } from '../../src/api/mcp.ts';
import { createWahaWorld } from '../support/waha-world.ts';

async function createNumbersWorld() {
  const world = await createWahaWorld();
  const { caller } = world;
  const app = mcp({ identify: async () => caller, hosts: [] });
  const ask = async (method: string, params: object) => {
    const response = await app.request('/', {
      method: 'POST',
      headers: {
        ...{ host: 'localhost', authorization: 'Bearer any' },
        ...{ accept: 'application/json', 'content-type': 'application/json' },
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result } = (await response.json()) as { result: Record<string, unknown> };
    return result;
  };
  return { ...world, ask };
}

describe('MCP', () => {
  test('shows a QR code as a picture, whose letters are not in the text', async () => {
    const { ask, described: config } = await createNumbersWorld();
    const linking = { bridge: 'waha', config };
    await ask('tools/call', { name: 'connect_whatsapp', arguments: linking });

    const result = await ask('tools/call', { name: 'get_whatsapp_qr', arguments: {} });

    expect(result).toMatchObject({
      content: [
        { type: 'text', text: expect.stringContaining('"status":"qr_pending"') },
        { type: 'image', mimeType: 'image/png', data: expect.stringMatching(/^iVBORw0KGgo/) },
      ],
      structuredContent: { status: 'qr_pending', qr_png: expect.any(String) },
    });
    expect(JSON.stringify((result.content as object[])[0])).not.toContain('iVBOR');
  });

  test('lists what each bridge wants to know of a number, every field described', async () => {
    const { ask } = await createNumbersWorld();

    const { tools } = (await ask('tools/list', {})) as { tools: Record<string, unknown>[] };

    const connect = tools.find(({ name }) => name === 'connect_whatsapp');
    expect(connect).toMatchObject({
      inputSchema: {
        properties: {
          bridge: { enum: ['cloud', 'waha', 'evolution', 'sandbox'], default: 'sandbox' },
          config: {
            type: 'object',
            anyOf: [
              {
                title: 'For the bridge cloud',
                required: expect.arrayContaining(['phone_number_id', 'app_secret']),
                properties: { waba_id: { description: expect.any(String) } },
              },
              {
                title: 'For the bridge waha',
                properties: { session: { description: expect.any(String) } },
              },
              {
                title: 'For the bridge evolution',
                properties: { instance: { description: expect.any(String) } },
              },
            ],
          },
        },
      },
    });
  });
});
