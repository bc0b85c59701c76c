import { describe, expect, test } from 'vitest';
import { hurried } from '../../src/house/hurry.ts';
import { scriptedBridge } from '../support/scripted-bridge.ts';

const calm = {
  ...scriptedBridge(),
  minimumIntervalMs: 3_000,
  personIntervalMs: 6_000,
  campaignInterval: { defaultSeconds: 30, minimumSeconds: 10, jitter: 1 },
};

describe('a hurried bridge', () => {
  test('asks for shorter distances, as irregular as before, and is the same in all else', () => {
    expect(hurried(calm, 20)).toEqual({
      ...calm,
      minimumIntervalMs: 150,
      personIntervalMs: 300,
      campaignInterval: { defaultSeconds: 1.5, minimumSeconds: 0.5, jitter: 1 },
    });
  });

  test('asks for no interval where there is none', () => {
    const { campaignInterval: _, ...official } = calm;
    expect(hurried(official, 20)).not.toHaveProperty('campaignInterval');
  });

  test('is the bridge itself at its own speed', () => {
    expect(hurried(calm, 1)).toBe(calm);
  });
});
