import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pacer, paceWithin } from '../../src/domain/pacing.ts';

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
          const pacer = paceWithin(rate, 0);
          const left: number[] = [];
          let nowMs = 0;
          for (const gapMs of gapsMs) {
            nowMs += gapMs;
            while (pacer.tryTake(nowMs)) left.push(nowMs);
          }
          for (const [i, startMs] of left.entries()) {
            const within = left.slice(i).filter((ms) => ms < startMs + 1000);
            expect(within.length).toBeLessThanOrEqual(rate);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('makes use of its limit, though timers are late and the machine stands still for a moment', () => {
    const gap = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 200 }),
        fc.array(gap, { minLength: 4000, maxLength: 4000 }),
        (rate, gapsMs) => {
          const pacer = paceWithin(rate, 0);
          let nowMs = 0;
          let left = 0;
          for (const [i, gapMs] of gapsMs.entries()) {
            nowMs += i === 2000 ? 200 : gapMs;
            while (pacer.tryTake(nowMs)) left += 1;
          }
          expect(left).toBeGreaterThanOrEqual(Math.floor((0.985 * rate * nowMs) / 1000));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('has as many slots as the ceiling leaves it, and never promises a burst beyond it', () => {
    const pacer = paceWithin(80, 0);
    let burst = 0;
    while (pacer.tryTake(10_000)) burst += 1;
    expect(burst).toBe(21);
    expect(pacer.slotsUntil(10_000, 10_500)).toBeLessThanOrEqual(80 - burst);
    expect(pacer.waitMs(10_000)).toBeGreaterThan(0);
  });
});
