import { describe, expect, test } from 'vitest';
import { evidenceTurn } from '../../src/dispatch/evidence.ts';
import { listAlerts } from '../../src/operations/alerts/list.ts';
import { resolveUnknown } from '../../src/operations/campaigns/second-try.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

const minuteMs = 60_000;
const people = Array.from({ length: 41 }, (_, i) => `+346000001${String(i).padStart(2, '0')}`);
const doubtful = people[20] ?? '';

/** A campaign for 41 people, one a second; WhatsApp did not answer about the one in the middle. */
async function play(unknown_policy: string, to: readonly string[] = people) {
  const world = await createWorld();
  world.bridge.answer(doubtful, { kind: 'unclear', code: 'timeout', text: 'No answer' });
  const spring = await world.campaign('running', to, { unknown_policy });
  for (const _ of to) {
    await world.dispatchTurn({ max: 1 });
    world.pass(1_000);
  }
  return { world, spring };
}

/** WhatsApp says of everybody whom it knows that the message was sent; of these nothing. */
async function receiptsBut(world: World, ...unheard: string[]): Promise<void> {
  await world.hear(...statusesOf(world, doubtful, ...unheard));
}

function statusesOf(world: World, ...unheard: string[]) {
  return world.bridge.sent
    .map(({ to, token }, i) => ({ to, token, message_id: `prov-${i + 1}` }))
    .filter(({ to }) => !unheard.includes(to))
    .map(({ token, message_id }) => ({
      type: 'status',
      id: `${message_id}:sent`,
      at: standingTime.toISOString(),
      message_id,
      token,
      status: 'sent',
    }));
}

const times = (world: World) => world.bridge.sentTo.filter((to) => to === doubtful).length;
const nothing = { resent: 0, asked: 0 };

describe('a campaign that sends again what is in doubt', () => {
  test('does so after a quarter of an hour of silence about one whose neighbours all have receipts', async () => {
    const { world, spring } = await play('resend');
    await receiptsBut(world);

    world.pass(14 * minuteMs);
    expect(await evidenceTurn(world.house)).toEqual(nothing);
    world.pass(2 * minuteMs);
    expect(await evidenceTurn(world.house)).toEqual({ resent: 1, asked: 0 });
    await world.dispatchAll();

    expect(times(world)).toBe(2);
    expect(await world.ledger(spring)).toMatchObject({ [doubtful]: 'accepted' });
    expect(await evidenceTurn(world.house)).toEqual(nothing);
  });

  test.each([
    [
      'a neighbour has no receipt either: webhooks may have been away',
      'resend',
      people,
      [people[19] ?? ''],
    ],
    ['there are too few neighbours to tell', 'resend', people.slice(15, 26), []],
    ['all its neighbours are on one side', 'resend', people.slice(0, 21), []],
    ['it has not chosen to', 'assume_sent', people, []],
  ])('does not when %s', async (_, policy, to, unheard) => {
    const { world, spring } = await play(policy, to);
    await receiptsBut(world, ...unheard);

    world.pass(20 * minuteMs);

    expect(await evidenceTurn(world.house)).toEqual(nothing);
    expect(await world.ledger(spring)).toMatchObject({ [doubtful]: 'unknown: no_answer' });
  });

  test('does not while something that WhatsApp told is still unread: it may be the receipt', async () => {
    const { world } = await play('resend');
    await receiptsBut(world);
    const stranger = { ...statusesOf(world)[0], id: 'x', message_id: 'of-whom', token: undefined };
    await world.hear(stranger);

    world.pass(20 * minuteMs);

    expect(await evidenceTurn(world.house)).toEqual(nothing);
  });

  test('does not once it is cancelled', async () => {
    const { world, spring } = await play('resend');
    await receiptsBut(world);
    await world.db
      .updateTable('campaign')
      .set({ state: 'cancelled' })
      .where('id', '=', spring)
      .execute();

    world.pass(20 * minuteMs);

    expect(await evidenceTurn(world.house)).toEqual(nothing);
  });
});

describe('a campaign that asks about what is in doubt', () => {
  test('asks once, and says what silence speaks for', async () => {
    const { world, spring } = await play('ask');
    await receiptsBut(world);
    world.pass(20 * minuteMs);

    expect(await evidenceTurn(world.house)).toEqual({ resent: 0, asked: 1 });
    world.pass(20 * minuteMs);
    expect(await evidenceTurn(world.house)).toEqual(nothing);

    const { alerts } = await world.invoke(listAlerts, {});
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      kind: 'unknown_to_decide',
      campaign_id: spring,
      facts: { unknown: 1, silent: 1 },
    });
    expect(times(world)).toBe(1);
  });

  test('does as it is told', async () => {
    const { world, spring } = await play('ask');
    await world.invoke(resolveUnknown, { campaign_id: spring, as: 'resend' });
    await world.dispatchAll();

    world.pass(20 * minuteMs);

    expect(await evidenceTurn(world.house)).toEqual(nothing);
    expect(times(world)).toBe(2);
  });
});
