import { describe, expect, test } from 'vitest';
import { scheduleTurn } from '../../src/dispatch/scheduler.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { saveMassMarketingConfig } from '../../src/operations/settings/save.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { getUnsubscribedList } from '../../src/operations/suppressions/unsubscribed.ts';
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

describe('people outside of the 24 hours in which WhatsApp takes free text', () => {
  async function list(world: CloudWorld) {
    const { session_id } = await world.connect();
    await world.cloud.say(numberId, { from: ana, text: 'Good morning' });
    await world.read();
    const phones = [ana, berta, carla].map((digits) => `+${digits}`);
    const campaign_id = await world.campaign('draft', phones, { session_ids: [session_id] });
    return campaign_id;
  }

  test('are counted by the preview, with what becomes of them', async () => {
    const world = await createCloudWorld();
    const campaign_id = await list(world);

    const preview = await world.invoke(previewCampaign, { campaign_id });

    expect(preview).toMatchObject({ reach: 3, outside_window: 2 });
    expect(preview.warnings).toEqual([expect.stringContaining('131047')]);
  });

  test('keep a campaign from starting where the workspace wants it so, at its schedule too', async () => {
    const world = await createCloudWorld();
    const campaign_id = await list(world);
    await world.invoke(saveMassMarketingConfig, { refuse_outside_window: true });

    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow(
      '2 of its people have not written within the last 24 hours',
    );

    const at = new Date(world.house.clock().getTime() + 60_000).toISOString();
    await world.invoke(updateCampaign, { campaign_id, scheduled_at: at });
    world.pass(61_000);
    await scheduleTurn(world.house);
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
      status: 'draft',
      status_reason: expect.stringContaining('24 hours'),
    });
  });
});

test('whoever has told WhatsApp that they want no marketing is unsubscribed', async () => {
  const world = await createCloudWorld();
  world.cloud.fault(berta, { kind: 'error', code: 131050, details: 'The user has opted out' });

  const campaign_id = await sentCampaign(world);

  expect(await world.ledger(campaign_id)).toMatchObject({
    [`+${berta}`]: 'failed: recipient_opted_out',
  });
  const { unsubscribed } = await world.invoke(getUnsubscribedList, {});
  expect(unsubscribed).toMatchObject([{ phone: `+${berta}`, source: 'bridge' }]);
});
