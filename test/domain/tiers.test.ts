import { describe, expect, test } from 'vitest';
import { cloudPace } from '../../src/domain/tiers.ts';

describe('the pace of a Cloud number', () => {
  test.each([
    ['TIER_250', 10],
    ['TIER_1K', 10],
    ['TIER_2K', 30],
    ['TIER_10K', 30],
    ['TIER_100K', 80],
    ['TIER_UNLIMITED', Number.POSITIVE_INFINITY],
  ])('in the tier %s is %d a second, whatever the number reports', (tier, pace) => {
    expect(cloudPace(tier, undefined)).toBe(pace);
    expect(cloudPace(tier, 'HIGH')).toBe(pace);
  });

  test.each([
    ['STANDARD', 80],
    ['HIGH', 1000],
    ['NOT_APPLICABLE', 80],
    ['constructor', 80],
    [undefined, 80],
  ])('without a tier, reported as %s, is %d a second', (throughput, pace) => {
    expect(cloudPace(undefined, throughput)).toBe(pace);
  });

  test('in a tier that nobody knows is what the number reports', () => {
    expect(cloudPace('TIER_7', 'HIGH')).toBe(1000);
  });
});
