import { describe, expect, test } from 'vitest';
import type { Bridge } from '../../src/bridges/bridge.ts';
import type { CampaignWithWork, NumberWithWork } from '../../src/database/work.ts';
import { Pace } from '../../src/dispatch/pace.ts';
import { scriptedBridge } from '../support/scripted-bridge.ts';

const unofficial: Bridge = {
  ...scriptedBridge(),
  minimumIntervalMs: 3_000,
  ratePerSecond: () => Number.POSITIVE_INFINITY,
  campaignInterval: { defaultSeconds: 30, minimumSeconds: 10, jitter: 1 },
};

const number: NumberWithWork = {
  senderId: 1,
  workspaceId: 1,
  bridge: 'waha',
  numberKey: 'default',
  config: {},
  isWarned: false,
  knownChatsUntil: null,
  campaigns: [],
};

function campaign(campaignId: number, intervalSeconds: number | null = null): CampaignWithWork {
  return { campaignId, intervalSeconds, isDirect: false, isShared: false, archives: false };
}

const reply: CampaignWithWork = { ...campaign(-1), isDirect: true };
const spring = campaign(1);

interface Given {
  silentMs?: number;
  random?: () => number;
  bridge?: Bridge;
  of?: NumberWithWork;
}

function pace({ silentMs = 0, random = () => 0, bridge = unofficial, of = number }: Given = {}) {
  return new Pace(of, bridge, { nowMs: 0, silentMs }, random);
}

describe('the pace of an unofficial number', () => {
  test('keeps half a minute between campaign messages unless a campaign says otherwise', () => {
    const calm = pace();
    expect(calm.tryTake(spring, 0)).toBe(true);
    expect(calm.tryTake(spring, 29_999)).toBe(false);
    expect(calm.tryTake(spring, 30_000)).toBe(true);
    expect(calm.tryTake(campaign(1, 45), 74_999)).toBe(false);
    expect(calm.tryTake(campaign(1, 45), 75_000)).toBe(true);
  });

  test('keeps ten seconds at least, whatever a campaign says', () => {
    const calm = pace();
    calm.tryTake(campaign(1, 1), 0);
    expect(calm.waitMs(campaign(1, 1), 0)).toBe(10_000);
  });

  test('is longer than the interval by chance, and never shorter', () => {
    const calm = pace({ random: () => 0.5 });
    calm.tryTake(spring, 0);
    expect(calm.waitMs(spring, 0)).toBe(45_000);
  });

  test('counts the interval from whichever campaign wrote last', () => {
    const calm = pace();
    calm.tryTake(campaign(1), 0);
    expect(calm.waitMs(campaign(2), 0)).toBe(30_000);
  });

  test('serves the campaign that has waited longest', () => {
    const calm = pace();
    const both = [campaign(1), campaign(2)];
    expect(calm.shares(both, 10, 0, 70)).toEqual([{ campaignId: 1, limit: 1 }]);
    calm.tryTake(campaign(1), 0);
    expect(calm.shares(both, 10, 0, 70)).toEqual([]);
    expect(calm.shares(both, 10, 30_000, 30_070)).toEqual([{ campaignId: 2, limit: 1 }]);
    calm.tryTake(campaign(2), 30_000);
    expect(calm.shares(both, 10, 60_000, 60_070)).toEqual([{ campaignId: 1, limit: 1 }]);
  });

  test('lets replies through after three seconds', () => {
    const calm = pace();
    calm.tryTake(spring, 0);
    expect(calm.waitMs(reply, 0)).toBe(3_000);
    expect(calm.shares([spring, reply], 10, 3_000, 3_070)).toEqual([{ campaignId: -1, limit: 10 }]);
  });

  test('outlives its owner: the next one waits for what the last one sent', () => {
    const first = pace({ random: () => 0.9 });
    first.tryTake(spring, 0);
    // A reply that is opened meanwhile must not shorten it.
    const silentMs = first.nextAfterMs([reply], 5_000, 1) - 5_000;
    expect(silentMs).toBe(52_000);

    const heir = pace({ silentMs });
    expect(heir.waitMs(spring, 0)).toBe(52_000);
    expect(heir.waitMs(reply, 0)).toBe(5_000);
  });
});

describe('the pace of any number', () => {
  test('is halved while WhatsApp warns about it, and comes back', () => {
    const bridge = scriptedBridge();
    const warned = pace({ bridge, of: { ...number, isWarned: true } });
    const spacing = () => warned.nextAfterMs([], 0, 10) - warned.nextAfterMs([], 0, 0);
    const halved = spacing();
    for (let i = 0; i < 1_000; i += 1) warned.wentWell();
    expect(spacing()).toBe(halved);

    warned.update(number);
    for (let i = 0; i < 1_000; i += 1) warned.wentWell();
    expect(spacing()).toBeCloseTo(halved / 2);
  });

  test('without an interval is the rate alone', () => {
    const bridge = scriptedBridge();
    const fast = pace({ bridge });
    expect(fast.shares([spring, reply], 5, 0, 70)).toEqual([
      { campaignId: 1, limit: 5 },
      { campaignId: -1, limit: 5 },
    ]);
    expect(fast.waitMs(spring, 0)).toBe(0);
  });
});
