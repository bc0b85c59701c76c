import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBootMark } from '../../src/house/boot-mark.ts';
import { pauseAfterPowerCut } from '../../src/house/power-cut.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { createWorld } from '../support/world.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'herald-boot-'));
});

afterEach(() => rm(dataDir, { recursive: true }));

const markOf = (bootId: string | undefined) => readBootMark(dataDir, async () => bootId);

describe('the boot mark', () => {
  test('shows nothing at the first start', async () => {
    expect((await markOf('monday')).isAfterPowerCut).toBe(false);
  });

  test('shows nothing after the process was killed on a machine that stayed up', async () => {
    await (await markOf('monday')).set();

    expect((await markOf('monday')).isAfterPowerCut).toBe(false);
  });

  test('shows that the machine went down under a running Herald', async () => {
    await (await markOf('monday')).set();

    expect((await markOf('tuesday')).isAfterPowerCut).toBe(true);
  });

  test('shows nothing when Herald had stopped before the machine did', async () => {
    const mark = await markOf('monday');
    await mark.set();
    await mark.clear();

    expect((await markOf('tuesday')).isAfterPowerCut).toBe(false);
  });

  test('takes a mark that the power cut spoiled for what it is', async () => {
    await writeFile(join(dataDir, 'boot.json'), '');

    expect((await markOf('tuesday')).isAfterPowerCut).toBe(true);
  });

  test('is not set on a machine that has no boot id', async () => {
    await (await markOf(undefined)).set();

    await expect(stat(join(dataDir, 'boot.json'))).rejects.toThrow('ENOENT');
  });
});

describe('after a power cut', () => {
  test('running campaigns wait for a person, and say why', async () => {
    const world = await createWorld();
    const running = await world.campaign('running', ['+34600000001']);
    const draft = await world.campaign('draft', ['+34600000002']);

    expect(await pauseAfterPowerCut(world.db)).toBe(1);

    expect(await world.invoke(getCampaign, { campaign_id: running })).toMatchObject({
      status: 'paused',
      status_reason: expect.stringContaining('The machine went down'),
    });
    expect(await world.invoke(getCampaign, { campaign_id: draft })).toMatchObject({
      status: 'draft',
    });
  });

  test('what was paused already keeps its reason', async () => {
    const world = await createWorld();
    await world.campaign('running', ['+34600000001']);
    await pauseAfterPowerCut(world.db);

    expect(await pauseAfterPowerCut(world.db)).toBe(0);
  });
});
