import { describe, expect, test } from 'vitest';
import { Turnstile } from '../../src/dispatch/turnstile.ts';

/** Work that ends when it is told to. */
function job(name: string, begun: string[]) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    async run() {
      begun.push(name);
      await ended;
    },
  };
}

describe('the turnstile', () => {
  test('lets so many in, and the next one when somebody leaves, in the order in which they came', async () => {
    const begun: string[] = [];
    const first = job('first', begun);
    const others = ['second', 'third', 'fourth'].map((name) => job(name, begun));
    const turnstile = new Turnstile(2);
    const all = [first, ...others].map((one) => turnstile.pass(() => one.run()));
    expect(begun).toEqual(['first', 'second']);

    first.end();
    await all[0];
    expect(begun).toEqual(['first', 'second', 'third']);

    for (const one of others) one.end();
    await Promise.all(all);
    expect(begun).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('gives the place of whoever fails to the next one', async () => {
    const turnstile = new Turnstile(1);
    const failed = turnstile.pass(() => Promise.reject(new Error('no')));
    const next = turnstile.pass(async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
