import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findWork } from '../../src/database/work.ts';
import { Hearsay } from '../../src/dispatch/hearsay.ts';
import { OwnedNumber } from '../../src/dispatch/number.ts';
import { Recorder } from '../../src/dispatch/recorder.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { createWorld } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';
const carla = '+34600000003';

describe('a process that is stopped', () => {
  test('gives back what it holds, and leaves nothing in flight', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta, carla]);
    const { dispatcher } = world.process();
    await dispatcher.lookTurn();
    await dispatcher.stop();

    expect(await world.db.selectFrom('in_flight').selectAll().execute()).toEqual([]);
    await world.dispatchAll();
    expect([...world.bridge.sentTo].sort()).toEqual([ana, berta, carla]);
    expect(Object.values(await world.ledger(spring))).toEqual(Array(3).fill('accepted'));
  });

  test('does not wait for ever for an answer: what has none is in doubt', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    const held = world.bridge.hold();
    const { dispatcher } = world.process();
    await dispatcher.lookTurn();
    while (world.bridge.sentTo.length === 0) await new Promise(setImmediate);
    await dispatcher.stop();

    expect(await world.ledger(spring)).toEqual({ [ana]: 'unknown: interrupted' });
    // It comes all the same, and counts.
    held.open();
    while ((await world.ledger(spring))[ana] !== 'accepted') await new Promise(setImmediate);
  });
});

test('a number that was stopped opens no further window', async () => {
  const world = await createWorld();
  const spring = await world.campaign('running', [ana, berta]);
  const [work] = await findWork(world.db, world.house.clock());
  if (!work) throw new Error('nothing is due');
  const time = { nowMs: () => 0, sleep: async () => {}, random: () => 0 };
  const number = new OwnedNumber(work, {
    house: world.house,
    owner: randomUUID(),
    time,
    recorder: new Recorder(world.db, time, world.house.log),
    hearsay: new Hearsay(time.nowMs),
  });

  number.close();

  expect(await number.turn()).toMatchObject({ opened: 0, released: 0 });
  expect(await world.ledger(spring)).toEqual({ [ana]: 'planned', [berta]: 'planned' });
});

describe('the gate, for what an open window holds already', () => {
  test('closes for a person who says STOP, and for nobody else', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta, carla]);
    world.whileItWaits(() =>
      world.hear({ id: '1', type: 'message', message_id: 'm', from: berta, text: 'STOP', at }),
    );

    await world.dispatchTurn();

    expect(world.bridge.sentTo).toEqual([ana, carla]);
    await world.dispatchAll();
    expect(await world.ledger(spring)).toMatchObject({ [berta]: 'skipped: opted_out' });
  });

  test('closes for a campaign that is paused meanwhile, and what it holds is planned as before', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana, berta, carla]);
    world.whileItWaits(() => world.invoke(pauseCampaign, { campaign_id }));

    await world.dispatchTurn();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(await world.ledger(campaign_id)).toEqual({
      [ana]: 'accepted',
      [berta]: 'planned',
      [carla]: 'planned',
    });
    expect(await world.db.selectFrom('in_flight').selectAll().execute()).toEqual([]);
  });

  test('closes when the process has slept past its lease, as after a freeze', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta, carla]);
    world.whileItWaits(async () => world.freeze(5_000));

    await world.dispatchTurn();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(await world.ledger(spring)).toMatchObject({ [berta]: 'planned', [carla]: 'planned' });
  });
});

const at = '2026-03-01T10:00:01.000Z';
