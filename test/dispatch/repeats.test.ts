import { describe, expect, test } from 'vitest';
import { repeatTurn } from '../../src/dispatch/repeats.ts';
import { cancelCampaign } from '../../src/operations/campaigns/cancel.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

const [ana, berta] = ['+34600000001', '+34600000002'];
const noAnswer = { kind: 'unclear', code: 'timeout', text: 'No answer' } as const;
const minuteMs = 60_000;

/** A bridge that takes our ids, and did not answer about Ana. */
async function inDoubt() {
  const world = await createWorld();
  world.bridge.chosenId = (_, { token }) => `3EB0-${token}`;
  world.bridge.answer(ana, noAnswer);
  const spring = await world.campaign('running', [ana, berta]);
  await world.dispatchAll();
  return { world, spring };
}

const tokens = (world: World) =>
  world.bridge.sent.filter(({ to }) => to === ana).map(({ token }) => token);

describe('a message in doubt that bears an id of ours', () => {
  test('goes out once more under the same id, and a yes settles it', async () => {
    const { world, spring } = await inDoubt();
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'unknown: no_answer' });

    expect(await repeatTurn(world.house)).toBe(1);
    await world.dispatchAll();

    // The same token is the same id, which WhatsApp shows once.
    const [first, second, ...more] = tokens(world);
    expect(second).toBe(first);
    expect(more).toEqual([]);
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'accepted' });
  });

  test('is settled by a receipt that names it, without a word from us', async () => {
    const { world, spring } = await inDoubt();
    await world.hear({
      type: 'status',
      id: 'e1',
      at: standingTime.toISOString(),
      message_id: `3EB0-${tokens(world)[0]}`,
      status: 'delivered',
    });

    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'delivered' });
    expect(await repeatTurn(world.house)).toBe(0);
  });

  test.each([
    [
      'a no is about the repeat alone',
      { kind: 'refused', class: 'transient', code: '500', text: 'Busy' },
    ],
    ['another silence says nothing new', noAnswer],
  ] as const)('goes out once more and not twice: %s', async (_, outcome) => {
    const { world, spring } = await inDoubt();
    world.bridge.answer(ana, outcome);

    await repeatTurn(world.house);
    await world.dispatchAll();

    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'unknown: repeat_unclear' });
    expect(await repeatTurn(world.house)).toBe(0);
  });

  test('does not go out again after an hour, when WhatsApp may have forgotten the id', async () => {
    const { world, spring } = await inDoubt();
    world.pass(61 * minuteMs);

    expect(await repeatTurn(world.house)).toBe(0);
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'unknown: no_answer' });
  });

  test('and when its number is away for so long, it stays in doubt and the campaign ends', async () => {
    const { world, spring } = await inDoubt();
    await repeatTurn(world.house);
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();
    await world.reconcile();
    expect(await world.invoke(getCampaign, { campaign_id: spring })).toMatchObject({
      status: 'running',
    });

    world.pass(61 * minuteMs);
    await repeatTurn(world.house);
    await world.reconcile();

    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'unknown: repeat_unclear' });
    expect(await world.invoke(getCampaign, { campaign_id: spring })).toMatchObject({
      status: 'completed',
    });
  });

  test('is not left out when the campaign is cancelled meanwhile: it may have arrived', async () => {
    const { world, spring } = await inDoubt();
    await repeatTurn(world.house);
    await world.invoke(cancelCampaign, { campaign_id: spring });
    await world.reconcile();

    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'unknown: cancelled' });
  });

  test('keeps its id when its process dies before any answer', async () => {
    const world = await createWorld();
    world.bridge.chosenId = (_, { token }) => `3EB0-${token}`;
    const held = world.bridge.hold();
    const spring = await world.campaign('running', [ana]);
    const dying = world.dispatchTurn();
    while (world.bridge.sentTo.length === 0) await new Promise(setImmediate);
    await world.expireLeases();
    await world.reconcile();
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'unknown: interrupted' });

    await repeatTurn(world.house);
    world.bridge.hold().open();
    await turnsOf(world);

    const [first, second] = tokens(world);
    expect(second).toBe(first);
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'accepted' });
    held.open();
    await dying;
  });
});

describe('a number that may open no new chats', () => {
  const refusal = {
    kind: 'refused',
    class: 'pause_new_chats',
    code: '463',
    text: 'Reach-out timelock',
    retryAfterMs: 6 * 60 * minuteMs,
  } as const;

  test('gives the message back, stays connected, and writes to nobody new until then', async () => {
    const world = await createWorld();
    await world.hear(written(berta));
    world.bridge.answer(ana, refusal);
    const spring = await world.campaign('running', [ana, berta]);

    await world.dispatchAll();
    await turnsOf(world);

    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'planned', [berta]: 'accepted' });
    const sender = await world.db.selectFrom('sender').selectAll().executeTakeFirstOrThrow();
    expect(sender).toMatchObject({ status: 'connected', restriction: { kind: 'new_chats' } });

    world.pass(6 * 60 * minuteMs + 1);
    await turnsOf(world);
    expect(await world.ledger(spring)).toMatchObject({ [ana]: 'accepted' });
  });
});

/** Another process takes over, and waits for as long as the last owner's messages oblige it to. */
async function turnsOf(world: World): Promise<void> {
  await world.expireLeases();
  const { dispatcher, time } = world.process();
  for (let i = 0; i < 5; i += 1) {
    await dispatcher.turn();
    time.passMs(100);
  }
}

function written(from: string) {
  const at = standingTime.toISOString();
  return { type: 'message', id: `w${from}`, at, message_id: `w${from}`, from, text: 'Hi' };
}
