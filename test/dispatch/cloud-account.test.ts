import { describe, expect, test } from 'vitest';
import { type CloudWorld, createCloudWorld, numberId } from '../support/cloud-world.ts';

const people = Array.from({ length: 60 }, (_, n) => `346000001${String(n + 10)}`);
const otherId = '600600600';

/** Two numbers of one business account, and a campaign of both that has reached some people. */
async function halfSent() {
  const world = await createCloudWorld();
  const first = await world.connect({ tier: 'TIER_10K' });
  const second = await world.connect({ phone_number_id: otherId, tier: 'TIER_10K' });
  const phones = people.map((digits) => `+${digits}`);
  const session_ids = [first.session_id, second.session_id];
  const campaign = await world.campaign('running', phones, { session_ids });
  for (let turn = 0; turn < 40 && world.cloud.received.length < 10; turn += 1) {
    await world.dispatchTurn({ max: 5 });
    world.freeze(50);
  }
  return { world, campaign };
}

async function tellNews(world: CloudWorld, value: object, field: string) {
  expect(await world.cloud.deliver(value, field)).toBe(200);
  await world.read();
}

const senders = ({ db }: CloudWorld) =>
  db.selectFrom('sender').selectAll().where('bridge', '=', 'cloud').orderBy('id').execute();

describe('a campaign over two numbers of one business account', () => {
  test('stops when WhatsApp disables the account, and nobody is forgotten or asked twice', async () => {
    const { world, campaign } = await halfSent();
    const before = world.cloud.received.length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(people.length);

    const ban = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } };
    await tellNews(world, ban, 'account_update');
    await world.dispatchAll();

    expect(await senders(world)).toMatchObject([
      { number_key: numberId, status: 'disconnected' },
      { number_key: otherId, status: 'disconnected' },
    ]);
    expect(world.cloud.tally()).toMatchObject({ total: before, twice: [] });
    const states = Object.values(await world.ledger(campaign));
    expect(states.filter((state) => state === 'accepted')).toHaveLength(before);
    expect(states.filter((state) => state === 'planned')).toHaveLength(people.length - before);
  });

  test('goes on over the other number when one of them is said to be locked', async () => {
    const { world, campaign } = await halfSent();
    const metadata = { display_phone_number: '15553000300', phone_number_id: numberId };
    const errors = [{ code: 131031, title: 'Account locked' }];

    await tellNews(world, { metadata, errors }, 'messages');
    await world.reconcile();
    await world.later(60_000);
    await world.plan();
    await world.dispatchAll();

    expect(await senders(world)).toMatchObject([
      { status: 'disconnected', status_reason: '131031: Account locked' },
      { status: 'connected' },
    ]);
    expect(world.cloud.tally()).toMatchObject({ total: people.length, twice: [] });
    expect(new Set(Object.values(await world.ledger(campaign)))).toEqual(new Set(['accepted']));
  });

  test('waits while WhatsApp lets the account begin no chats', async () => {
    const { world } = await halfSent();
    const before = world.cloud.received.length;
    const restriction_type = 'RESTRICTED_BIZ_INITIATED_MESSAGING';
    const expiration = Math.floor(world.house.clock().getTime() / 1_000) + 3_600;
    const restriction_info = [{ restriction_type, expiration }];

    await tellNews(world, { event: 'ACCOUNT_RESTRICTION', restriction_info }, 'account_update');
    await world.dispatchAll();

    expect(await senders(world)).toMatchObject([
      { status: 'connected', restriction: { kind: 'campaigns' } },
      { status: 'connected', restriction: { kind: 'campaigns' } },
    ]);
    expect(world.cloud.received).toHaveLength(before);

    await world.later(3_600_001);
    await world.dispatchAll();
    expect(world.cloud.tally()).toMatchObject({ total: people.length, twice: [] });
  });
});
