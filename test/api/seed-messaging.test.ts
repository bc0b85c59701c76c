import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpWorld, type HttpWorld } from './herald.ts';

/*
 * The messaging guide's requests (seed B), as they stand there: what programs and agents send that
 * were written for it. The clock stands at 2026-03-01 10:00 UTC.
 */

let herald: HttpWorld;
beforeEach(async () => {
  herald = await createHttpWorld();
});

const sendMessage = {
  jsonrpc: '2.0',
  method: 'tools/call',
  params: {
    name: 'send_whatsapp_message',
    arguments: {
      phone: '+34600000000',
      message: 'Hello! Your order has been shipped.',
      session_id: 1,
    },
  },
  id: 1,
};

const createScheduled = {
  method: 'tools/call',
  params: {
    name: 'create_scheduled_message',
    arguments: {
      session_id: 1,
      phone: '+34600000000',
      message_text: 'Reminder: your appointment is tomorrow at 10:00',
      scheduled_at: '2026-03-05T09:00:00',
    },
  },
};

const listScheduled = {
  method: 'tools/call',
  params: { name: 'list_scheduled_messages', arguments: { status: 'pending' } },
};

const saveTemplate = {
  method: 'tools/call',
  params: {
    name: 'save_as_whatsapp_template',
    arguments: { name: 'Order Shipped', category: 'notifications' },
  },
};

const listTemplates = {
  method: 'tools/call',
  params: { name: 'list_whatsapp_templates', arguments: {} },
};

const messageLogs = {
  method: 'tools/call',
  params: {
    name: 'get_whatsapp_message_logs',
    arguments: { direction: 'outgoing', limit: 20, hours: 24 },
  },
};

/** As it is printed: some of them without all of the envelope that JSON-RPC wants around them. */
async function post(request: object): Promise<Record<string, unknown>> {
  const response = await herald.app.request('/api/mcp/', {
    method: 'POST',
    headers: {
      host: 'localhost:8080',
      'content-type': 'application/json',
      authorization: `Bearer ${herald.token}`,
    },
    body: JSON.stringify(request),
  });
  const { result } = (await response.json()) as { result: Answer };
  expect(result.isError, JSON.stringify(result.content)).toBeUndefined();
  return result.structuredContent;
}

interface Answer {
  isError?: boolean;
  content: unknown;
  structuredContent: Record<string, unknown>;
}

describe('the requests of the messaging guide', () => {
  test('a message is sent, and stands in the logs', async () => {
    expect(await post(sendMessage)).toMatchObject({
      ...{ message_id: 1, status: 'queued', phone: '+34600000000', session_id: 1 },
    });
    await herald.dispatchAll();

    expect(herald.bridge.texts).toEqual(['Hello! Your order has been shipped.']);
    expect(await post(messageLogs)).toMatchObject({
      messages: [
        {
          direction: 'outgoing',
          status: 'sent',
          text: 'Hello! Your order has been shipped.',
          at: '2026-03-01T10:00:00.000Z',
        },
      ],
    });
  });

  test('a message is scheduled, listed and cancelled', async () => {
    const { id } = await post(createScheduled);
    const waiting = { id, status: 'pending', scheduled_at: '2026-03-05T09:00:00.000Z' };
    expect(await post(listScheduled)).toMatchObject({ messages: [waiting], total: 1 });

    const cancel = { name: 'cancel_scheduled_message', arguments: { id } };
    expect(await post({ method: 'tools/call', params: cancel })).toMatchObject({
      id,
      status: 'cancelled',
    });

    expect(await post(listScheduled)).toMatchObject({ messages: [], total: 0 });
    expect(herald.bridge.sentTo).toEqual([]);
  });

  test('the latest message is saved as a template, and listed', async () => {
    await post(sendMessage);

    const template = {
      name: 'Order Shipped',
      category: 'notifications',
      body: 'Hello! Your order has been shipped.',
    };
    expect(await post(saveTemplate)).toMatchObject({ ...template, created: true });
    expect(await post(listTemplates)).toMatchObject({ templates: [template], total: 1 });
  });

  test('credits are asked about', async () => {
    const call = { name: 'get_credits_info', arguments: {} };

    expect(await post({ method: 'tools/call', params: call })).toMatchObject({ unlimited: true });
  });
});
