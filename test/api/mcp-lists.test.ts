import { describe, expect, test } from 'vitest';
import { pageAfter } from '../../src/api/cursor.ts';
import { createHttpWorld, postMcp } from './herald.ts';

const items = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name }));

describe('a list that agents page through', () => {
  test('comes in pages, each with the cursor of the next', () => {
    const first = pageAfter(items, undefined, 2);
    const second = pageAfter(items, first.nextCursor, 2);
    const third = pageAfter(items, second.nextCursor, 2);

    expect([first, second, third].map(({ page }) => page.map(({ name }) => name))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
    ]);
    expect(third.nextCursor).toBeUndefined();
  });

  test('is one page where it fits into one', () => {
    expect(pageAfter(items, undefined, 5)).toEqual({ page: items });
  });

  test.each(['tools/list', 'resources/list'])('%s starts after its cursor', async (method) => {
    const herald = await createHttpWorld();
    const ask = async (cursor?: string) => {
      const body = { jsonrpc: '2.0', id: 1, method, params: { cursor } };
      return (await postMcp(herald, body)).json() as Promise<{
        result: Record<string, { name: string }[]> & { nextCursor?: string };
      }>;
    };
    const key = method.replace('/list', '');
    const names = (await ask()).result[key]?.map(({ name }) => name) ?? [];

    const { result } = await ask(names[0]);

    expect(result[key]?.map(({ name }) => name)).toEqual(names.slice(1));
    expect(result.nextCursor).toBeUndefined();
    expect(await ask('no such thing')).toMatchObject({
      error: { code: -32_602, message: expect.stringContaining('cursor') },
    });
  });
});
