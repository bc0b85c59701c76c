import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { resumeCampaign } from '../../src/operations/campaigns/resume.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';
const carla = '+34600000003';
const everyone = [ana, berta, carla];

describe('the dispatcher', () => {
  test('hands every message over once, with the words of its campaign', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', everyone);

    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual(everyone);
    expect(world.bridge.texts[0]).toBe('Hello Person 001');
    expect(await world.ledger(spring)).toEqual({
      [ana]: 'accepted',
      [berta]: 'accepted',
      [carla]: 'accepted',
    });
  });

  test('hands over nothing more once an operator has paused the campaign, and the rest once it is resumed', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', everyone);

    await world.dispatchTurn({ max: 1 });
    await world.invoke(pauseCampaign, { campaign_id });
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([ana]);

    await world.invoke(resumeCampaign, { campaign_id });
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual(everyone);
  });

  test('writes down who failed and why, and goes on with the others', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', everyone);
    world.bridge.answer(berta, {
      kind: 'refused',
      class: 'recipient_undeliverable',
      code: '131026',
      text: 'Not on WhatsApp',
    });

    await world.dispatchAll();

    expect(await world.ledger(spring)).toMatchObject({
      [ana]: 'accepted',
      [berta]: 'failed: recipient_undeliverable',
      [carla]: 'accepted',
    });
  });

  test('tries again later when the bridge says "not now", as a new attempt', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'refused', class: 'transient', code: '1', text: 'Busy' });

    await world.dispatchAll();
    expect(await world.ledger(spring)).toEqual({ [ana]: 'planned: transient' });

    world.pass(60_000);
    await world.dispatchAll();
    expect(world.bridge.sent.map(({ token }) => token)).toEqual([`${spring}.2.1`]);
    expect(await world.ledger(spring)).toEqual({ [ana]: 'accepted' });
  });

  test('gives up after eight definite "not now" answers', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      world.bridge.answer(ana, { kind: 'refused', class: 'transient', code: '1', text: 'Busy' });
      await world.dispatchAll();
      world.pass(3_600_000);
    }
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([]);
    expect(await world.ledger(spring)).toEqual({ [ana]: 'failed: transient' });
  });

  test('never sends again what nobody can tell about', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });

    await world.dispatchAll();
    world.pass(24 * 3_600_000);
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(await world.ledger(spring)).toEqual({ [ana]: 'unknown: no_answer' });
  });

  test('plans a message as before when certainly no byte of it left', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'not_written', code: 'refused', text: 'Connection refused' });

    await world.dispatchTurn();
    expect(await world.ledger(spring)).toEqual({ [ana]: 'planned' });
    expect(await flights(world)).toBe(0);

    await world.dispatchTurn();
    expect(world.bridge.sentTo).toEqual([ana]);
    expect(world.bridge.sent[0]?.token).toBe(`${spring}.1.1`);
  });

  test('takes a number out of service when the bridge says that the number is at fault', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', everyone);
    world.bridge.answer(ana, { kind: 'refused', class: 'stop_sender', code: '190', text: 'Token' });

    await world.dispatchTurn({ max: 1 });
    await world.dispatchAll();

    const sender = await world.db.selectFrom('sender').selectAll().executeTakeFirstOrThrow();
    expect(sender).toMatchObject({ status: 'disconnected', status_reason: '190: Token' });
    expect(world.bridge.sentTo).toEqual([]);
    expect(await flights(world)).toBe(0);
    // It was the number's fault: nobody has lost an attempt by it.
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'planned', [berta]: 'planned' });
  });

  test('sends from the number of the interval no faster than the campaign asks for', async () => {
    const world = await createWorld();
    await world.campaign('running', everyone, { send_interval_seconds: 30 });

    expect(await world.dispatchTurn()).toMatchObject([{ handedOver: 1 }]);
    expect(await world.dispatchTurn()).toMatchObject([{ handedOver: 0 }]);
    expect(world.bridge.sentTo).toEqual([ana]);
  });

  test('keeps counts that equal the rows, whatever happened', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', everyone);
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    world.bridge.answer(berta, {
      kind: 'refused',
      class: 'recipient_permanent',
      code: '1',
      text: 'No',
    });

    await world.dispatchAll();

    const { counts, waiting } = await world.invoke(getCampaign, { campaign_id });
    expect({ ...counts, waiting }).toEqual({
      planned: 3,
      sent: 1,
      delivered: 0,
      read: 0,
      replied: 0,
      failed: 1,
      skipped: 0,
      unknown: 1,
      waiting: 0,
    });
  });
});

describe('the circuit breaker', () => {
  const crowd = Array.from({ length: 60 }, (_, i) => `+346000002${String(i).padStart(2, '0')}`);

  test('pauses a campaign most of whose people cannot be reached, and says why', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', crowd);
    for (const to of crowd) {
      world.bridge.answer(to, {
        kind: 'refused',
        class: 'recipient_permanent',
        code: '1',
        text: 'No',
      });
    }

    await world.dispatchAll();

    const { status, status_reason, counts } = await world.invoke(getCampaign, { campaign_id });
    expect(status).toBe('paused');
    expect(status_reason).toContain('half of the latest messages failed');
    expect(counts.failed).toBeGreaterThanOrEqual(30);
    expect(counts.failed).toBeLessThan(60);
    const sender = await world.db.selectFrom('sender').selectAll().executeTakeFirstOrThrow();
    expect(sender.status).toBe('connected');
  });

  test('stops a number that mostly gets no answer', async () => {
    const world = await createWorld();
    await world.campaign('running', crowd);
    for (const to of crowd) {
      world.bridge.answer(to, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    }

    await world.dispatchAll();

    const sender = await world.db.selectFrom('sender').selectAll().executeTakeFirstOrThrow();
    expect(sender.status).toBe('disconnected');
    expect(world.bridge.sentTo.length).toBeLessThan(60);
  });
});

describe('two processes', () => {
  test('never own a number at the same time', async () => {
    const world = await createWorld();
    await world.campaign('running', everyone);
    const other = world.process();

    await world.dispatchTurn({ max: 1 });
    expect(await other.dispatcher.turn()).toMatchObject([{ opened: 0 }]);
    expect(world.bridge.sentTo).toEqual([ana]);
  });

  test('leave what a dead owner had opened in doubt, and send the rest', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', everyone);
    const held = world.bridge.hold();
    // Its process dies before the bridge has answered: nobody ever hears of it.
    const dying = world.dispatchTurn({ max: 1 });
    await waitFor(() => world.bridge.sentTo.length === 1);

    await world.expireLeases();
    const heir = world.process();
    world.bridge.hold().open();
    for (let i = 0; i < 3; i += 1) await heir.dispatcher.turn();

    expect(world.bridge.sentTo).toEqual(everyone);
    expect(await world.ledger(spring)).toMatchObject({
      [ana]: 'unknown: interrupted',
      [berta]: 'accepted',
    });

    // It was not dead after all, and what it learned counts.
    held.open();
    await dying;
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'accepted' });
  });

  test('close the windows of the dead even when nothing is left to send', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    const held = world.bridge.hold();
    const dying = world.dispatchTurn();
    await waitFor(() => world.bridge.sentTo.length === 1);

    await world.expireLeases();
    expect(await world.reconcile()).toMatchObject({ recovered: 1, completed: 1 });

    const { status, counts } = await world.invoke(getCampaign, { campaign_id });
    expect(status).toBe('completed');
    expect(counts.unknown).toBe(1);
    held.open();
    await dying;
  });
});

async function flights({ db }: World): Promise<number> {
  return (await db.selectFrom('in_flight').selectAll().execute()).length;
}

/** Gives the event loop its turns until something has happened; vitest's own limit ends it otherwise. */
async function waitFor(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve));
}
