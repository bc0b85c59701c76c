import { describe, expect, test } from 'vitest';
import { Pace } from '../../commands/cards/pace.ts';
import { Queues } from '../../commands/cards/queues.ts';
import { Ticker } from '../../commands/cards/ticker.ts';
import { editDistance, nearest } from '../../commands/nearest.ts';
import { pageFrom, pageOf } from '../../commands/paging.ts';
import { describeWithout } from '../../commands/secret.ts';

describe('the nearest word', () => {
  test.each([
    ['help', 'help', 0],
    ['hlep', 'help', 2],
    ['camp', 'campaign', 4],
    ['', 'help', 4],
    ['kitten', 'sitting', 3],
  ])('from %s to %s it is %i mistakes', (one, other, mistakes) => {
    expect(editDistance(one, other)).toBe(mistakes);
    expect(editDistance(other, one)).toBe(mistakes);
  });

  test('is the one with the fewest mistakes, and of equals the first', () => {
    expect(nearest('campain', ['campaigns', 'campaign', 'cancel'])).toBe('campaign');
    expect(nearest('xyz', ['aaa', 'bbb'])).toBe('aaa');
    expect(nearest('help', [])).toBeUndefined();
  });
});

describe('the pace of a campaign', () => {
  test('is unknown until two looks differ in time', () => {
    const pace = new Pace();
    expect(pace.perMinute(1)).toBeUndefined();
    pace.look(1, 5, 0);
    pace.look(1, 6, 0);
    expect(pace.perMinute(1)).toBeUndefined();
  });

  test('is what was done within the last minute, of each campaign by itself', () => {
    const pace = new Pace();
    pace.look(1, 0, 0);
    pace.look(1, 10, 3_000);
    pace.look(2, 400, 3_000);
    expect(pace.perMinute(1)).toBe(200);
    expect(pace.perMinute(2)).toBeUndefined();

    pace.look(1, 20, 62_000);
    pace.look(1, 21, 63_000);
    expect(pace.perMinute(1)).toBe(60);
  });

  test('begins anew once it was forgotten', () => {
    const pace = new Pace();
    pace.look(1, 0, 0);
    pace.forget(1);
    pace.look(1, 10, 3_000);
    expect(pace.perMinute(1)).toBeUndefined();
  });
});

describe('the queues', () => {
  test('do one thing at a time for a key, also after one that failed', async () => {
    const queues = new Queues();
    const order: string[] = [];
    const gate = createGate();
    const first = queues.run('a', async () => {
      await gate.opened;
      order.push('first');
      throw new Error('no');
    });
    const second = queues.run('a', async () => order.push('second'));
    await queues.run('b', async () => order.push('elsewhere'));
    gate.open();

    await expect(first).rejects.toThrow('no');
    await second;
    expect(order).toEqual(['elsewhere', 'first', 'second']);
  });
});

describe('the ticker', () => {
  test('takes another turn when it is woken during one, and none after it was stopped', async () => {
    let turns = 0;
    const second = createGate();
    const ticker = new Ticker(async () => {
      turns += 1;
      if (turns === 1) ticker.wake();
      if (turns === 2) second.open();
      return 3_600_000;
    });

    ticker.wake();
    await second.opened;
    await ticker.stop();
    ticker.wake();

    expect(turns).toBe(2);
  });

  test('takes the next turn when the pause that the last one asked for is over', async () => {
    let turns = 0;
    const third = createGate();
    const ticker = new Ticker(async () => {
      turns += 1;
      if (turns === 3) third.open();
      return turns === 3 ? 3_600_000 : 1;
    });

    ticker.wake();
    await third.opened;
    await ticker.stop();

    expect(turns).toBe(3);
  });
});

describe('pages', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];

  test('are cut from what is all there; beyond the last is the last', () => {
    expect(pageOf(letters, 2, 10)).toMatchObject({ rows: [...'klmnopqrst'], page: 2, pages: 3 });
    expect(pageOf(letters, 9, 10)).toMatchObject({ rows: [...'uvwxyz'], page: 3 });
    expect(pageOf([], 4, 10)).toEqual({ rows: [], page: 1, pages: 1, total: 0 });
  });

  test('are cut from the larger pages of an operation', async () => {
    const all = Array.from({ length: 103 }, (_, index) => index);
    const fetch = async (page: number) => ({
      rows: all.slice((page - 1) * 50, page * 50),
      total: all.length,
    });

    const shown = [];
    for (let page = 1; page <= 11; page += 1) shown.push(...(await pageFrom(fetch, page, 10)).rows);
    expect(shown).toEqual(all);
    expect(await pageFrom(fetch, 12, 10)).toMatchObject({
      page: 11,
      pages: 11,
      rows: [100, 101, 102],
    });
  });
});

describe('an error in the log', () => {
  const describeError = describeWithout('123:secret');

  test('says what went wrong, and why, without the token', () => {
    const cause = new Error('request to http://x/bot123:secret/getMe failed');
    const described = describeError(new Error('Network request failed', { cause }));

    expect(described.message).toBe(
      'Network request failed: request to http://x/bot(token)/getMe failed',
    );
    expect(JSON.stringify(described)).not.toContain('secret');
    expect(describeError('bot123:secret').message).toBe('bot(token)');
  });
});

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
