import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { type CloudWorld, createCloudWorld, numberId } from '../support/cloud-world.ts';

const people = Array.from({ length: 50 }, (_, n) => `346000000${String(n + 10)}`);
const [ana = '', berta = '', carla = '', dora = ''] = people;

describe('a campaign over the Cloud API', () => {
  test('reaches everybody once, and the ledger says what became of it', async () => {
    const world = await createCloudWorld();
    const { cloud } = world;
    cloud.fault(berta, { kind: 'error', code: 131026, details: 'Not on WhatsApp' });
    cloud.fault(carla, { kind: 'reset', taken: true });
    cloud.fault(dora, { kind: 'error', code: 131047, details: 'More than 24 hours' });
    const campaign_id = await sentCampaign(world);

    expect(cloud.tally()).toMatchObject({ total: 48, twice: [] });
    const { ledger } = world;
    expect(await ledger(campaign_id)).toMatchObject({
      [`+${ana}`]: 'accepted',
      [`+${berta}`]: 'failed: recipient_undeliverable',
      [`+${carla}`]: 'unknown: no_answer',
      [`+${dora}`]: 'failed: recipient_permanent',
    });

    // Receipts come late first, in any order, and each of them twice.
    expect(await cloud.tell(['read'], people.slice(0, 20))).toEqual([200]);
    await world.read();
    await cloud.tell(['delivered', 'sent']);
    await cloud.tell(['delivered', 'sent', 'delivered']);
    await world.read();
    await cloud.tell(['read'], people.slice(0, 20));
    await world.read();

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    // What was in doubt was not: its own receipts name it.
    expect(counts).toMatchObject({ planned: 50, sent: 48, delivered: 48, read: 18, unknown: 0 });
    expect(counts).toMatchObject({ failed: 2, skipped: 0 });
  });

  test('hears the answers, and obeys a STOP', async () => {
    const world = await createCloudWorld();
    const { cloud } = world;
    const campaign_id = await sentCampaign(world);
    const replyTo = cloud.received.find(({ to }) => to === ana)?.wamid ?? '';

    await cloud.say(numberId, { from: ana, text: 'Is it still on? ¡Qué bien!', replyTo });
    await cloud.say(numberId, { from: berta, button: { text: 'No more', payload: 'STOP' } });
    await cloud.say(numberId, { from: carla, text: 'Baja' });
    await world.read();
    await world.later(60_000);
    await world.dispatchAll();

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts.replied).toBe(3);
    expect(await world.invoke(checkWhatsappOptout, { phone: `+${berta}` })).toMatchObject({
      opted_out: true,
    });
    const answered = cloud.received.slice(people.length).map(({ to }) => to);
    expect(answered.sort()).toEqual([ana, berta, carla].sort());

    await world.later(60_000);
    const next = await sentCampaign(world);
    expect(cloud.tally().people[berta]).toHaveLength(2);
    expect(await world.ledger(next)).toMatchObject({
      [`+${berta}`]: 'skipped: opted_out',
      [`+${carla}`]: 'skipped: opted_out',
      [`+${ana}`]: 'accepted',
    });
  });

  test('stops with the number, when WhatsApp does not know its token any more', async () => {
    const world = await createCloudWorld();
    world.cloud.fault(ana, { kind: 'error', status: 401, code: 190, details: 'Token expired' });
    const campaign_id = await sentCampaign(world);

    const sender = await world.db
      .selectFrom('sender')
      .selectAll()
      .where('bridge', '=', 'cloud')
      .executeTakeFirstOrThrow();
    expect(sender).toMatchObject({
      status: 'disconnected',
      status_reason: '190: Token expired',
    });
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(world.cloud.tally().total).toBe(counts.sent);
  });
});

/** Connected, planned, and sent as far as it goes. */
async function sentCampaign(world: CloudWorld): Promise<number> {
  const { session_id } = await world.connect({ tier: 'TIER_UNLIMITED' });
  const phones = people.map((digits) => `+${digits}`);
  const campaign = await world.campaign('running', phones, { session_ids: [session_id] });
  await world.dispatchAll();
  return campaign;
}
