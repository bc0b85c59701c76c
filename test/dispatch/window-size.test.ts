import { describe, expect, test } from 'vitest';
import { WindowSize } from '../../src/dispatch/window-size.ts';

describe('the windows of a number without a limit', () => {
  test('grow to the most while they leave quickly', () => {
    const size = new WindowSize();
    for (let i = 0; i < 10; i += 1) send(size, { perSecond: 20_000 });
    expect(size.max).toBe(2000);
  });

  test.each([
    // 64 under way at a latency of 300 ms, a slow embedded database, a quick bridge
    { perSecond: 213 },
    { perSecond: 2000 },
    { perSecond: 7000 },
  ])(
    'come to hold what leaves in a quarter of a second, at $perSecond a second',
    ({ perSecond }) => {
      const size = new WindowSize();
      for (let i = 0; i < 10; i += 1) send(size, { perSecond });
      expect(Math.abs(size.max - perSecond / 4)).toBeLessThanOrEqual(perSecond / 40);
    },
  );

  test('shrink when the bridge becomes slow, and recover', () => {
    const size = new WindowSize();
    for (let i = 0; i < 10; i += 1) send(size, { perSecond: 20_000 });
    send(size, { perSecond: 200 });
    expect(size.max).toBeLessThanOrEqual(50);
    for (let i = 0; i < 10; i += 1) send(size, { perSecond: 20_000 });
    expect(size.max).toBe(2000);
  });

  test('keep their size when little is due, and shrink when all of it was given back', () => {
    const size = new WindowSize();
    size.note({ opened: 5, handedOver: 5 }, 1);
    expect(size.max).toBe(128);
    size.note({ opened: 128, handedOver: 0 }, 1000);
    expect(size.max).toBe(16);
  });
});

/** One full window at this speed; what a second does not take is given back. */
function send(size: WindowSize, { perSecond }: { perSecond: number }): void {
  const opened = size.max;
  const handedOver = Math.min(opened, perSecond);
  size.note({ opened, handedOver }, (handedOver * 1000) / perSecond);
}
