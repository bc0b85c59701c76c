import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incrementWithin, Pacer } from '../../src/domain/pacing.ts';

describe('the pacer', () => {
  test('lets a message out at its time and not before', () => {
    const pacer = new Pacer(100, 0, 1000);
    expect(pacer.tryTake(999)).toBe(false);
    expect(pacer.tryTake(1000)).toBe(true);
    expect(pacer.tryTake(1099)).toBe(false);
    expect(pacer.waitMs(1040)).toBe(60);
    expect(pacer.tryTake(1100)).toBe(true);
  });

  test('catches up its credit of lateness and no more', () => {
    const pacer = new Pacer(100, 1, 0);
    expect(pacer.tryTake(0)).toBe(true);
    expect([pacer.tryTake(5000), pacer.tryTake(5000), pacer.tryTake(5000)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('says how many messages fit into a time, and lets exactly so many out', () => {
    const pacer = new Pacer(10, 0, 0);
    expect(pacer.slotsUntil(0, 70)).toBe(8);
    expect(new Pacer(30_000, 0, 0).slotsUntil(0, 70)).toBe(1);
    expect(new Pacer(30_000, 0, 500).slotsUntil(0, 70)).toBe(0);
  });

  test('tells the next owner where to start: after everything that may have left', () => {
    const pacer = new Pacer(100, 1, 0);
    pacer.tryTake(0);
    expect(pacer.nextAfterMs(0, 3)).toBe(400);
  });

  test('never lets more out in any second than the rate, however late the calls come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 50, maxLength: 400 }),
        (rate, gapsMs) => {
          const pacer = new Pacer(incrementWithin(rate, 1), 1, 0);
          const left: number[] = [];
          let nowMs = 0;
          for (const gapMs of gapsMs) {
            nowMs += gapMs;
            while (pacer.tryTake(nowMs)) left.push(nowMs);
          }
          for (const [i, startMs] of left.entries()) {
            const within = left.slice(i).filter((ms) => ms < startMs + 1000);
            expect(within.length).toBeLessThanOrEqual(rate + 1);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
