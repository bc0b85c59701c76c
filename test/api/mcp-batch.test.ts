import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpWorld, type HttpWorld, postMcp } from './herald.ts';

let herald: HttpWorld;
beforeEach(async () => {
  herald = await createHttpWorld();
});

const call = (name: string, args: object, id: number) => ({
  ...{ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } },
});
const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };
const ping = { jsonrpc: '2.0', id: 9, method: 'ping' };
const pong = { jsonrpc: '2.0', id: 9, result: {} };
const invalid = { jsonrpc: '2.0', id: null, error: expect.objectContaining({ code: -32_600 }) };

describe('a batch', () => {
  test('is done in its order, so that a later call finds what an earlier one made', async () => {
    const response = await postMcp(herald, [
      call('create_contact_list', { name: 'VIP' }, 1),
      call('get_contact_list_detail', { list_id: 1 }, 2),
    ]);

    expect(await response.json()).toMatchObject([
      { id: 1, result: { structuredContent: { name: 'VIP' } } },
      { id: 2, result: { structuredContent: { name: 'VIP', total: 0 } } },
    ]);
  });

  test.each<[string, unknown[], number, unknown]>([
    ['of one call', [ping], 200, [pong]],
    ['with a notification, which has no answer', [notification, ping], 200, [pong]],
    ['with a call that is none', [ping, 1, {}], 200, [pong, invalid, invalid]],
    ['with a batch in it', [ping, [ping]], 200, [pong, invalid]],
    ['without calls', [], 400, invalid],
    ['of too many calls', Array(101).fill(ping), 400, invalid],
  ])('%s is answered', async (_, body, status, json) => {
    const response = await postMcp(herald, body);
    expect({ status: response.status, json: await response.json() }).toEqual({ status, json });
  });

  test('of notifications alone is taken without a word', async () => {
    const response = await postMcp(herald, [notification, notification]);
    expect({ status: response.status, body: await response.text() }).toEqual({
      ...{ status: 202, body: '' },
    });
  });

  test('is streamed to a caller that takes nothing but a stream', async () => {
    const response = await postMcp(herald, [ping], { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toContain('"id":9');
  });
});

describe('a call with a progress token', () => {
  const params = { name: 'list_contact_lists', arguments: {}, _meta: { progressToken: 'p' } };
  const asking = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };

  test.each([
    ['streamed to a caller that takes both', 'application/json, text/event-stream', 'event-stream'],
    ['one body for a caller that takes JSON', 'application/json', 'json'],
    ['one body for a caller that takes anything', '*/*', 'json'],
  ])('is %s', async (_, accept, type) => {
    const response = await postMcp(herald, asking, { accept });
    expect(response.headers.get('content-type')).toContain(type);
    expect(await response.text()).toContain('"structuredContent":{"lists":[]}');
  });

  test('is one body in a batch', async () => {
    const accept = 'application/json, text/event-stream';
    const response = await postMcp(herald, [asking], { accept });
    expect(await response.json()).toMatchObject([{ id: 1, result: {} }]);
  });
});
