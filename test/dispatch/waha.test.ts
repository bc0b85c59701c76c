import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createWahaWorld, ownPhone, session, type WahaWorld } from '../support/waha-world.ts';

const people = Array.from({ length: 24 }, (_, n) => `346000000${String(n + 10)}`);
const [ana = '', berta = '', carla = '', dora = ''] = people;

describe('a number on WAHA', () => {
  test('is linked by a scan, and says so', async () => {
    const { connect, waha, read, sender } = await createWahaWorld();

    expect(await connect()).toMatchObject({ status: 'qr_pending', qr: '2@fake-bakery-1' });
    expect(await waha.scan(session, ownPhone)).toEqual([200]);
    await read();

    expect(await sender()).toMatchObject({
      status: 'connected',
      phone: `+${ownPhone}`,
      config: { engine: 'GOWS', version: '2026.8.2' },
    });
  });
});

describe('a number that WhatsApp lets write to nobody new', () => {
  test('is restricted for as long as WAHA says, and free again when it says so', async () => {
    const world = await createWahaWorld();
    await linked(world);
    const reachoutTimelock = { isActive: true, timeEnforcementEnds: 1_900_000_000 };

    await world.waha.change(session, 'WORKING', { data: { reachoutTimelock } });
    await world.read();
    expect(await world.sender()).toMatchObject({
      status: 'connected',
      restriction: { kind: 'new_chats', until: new Date(1_900_000_000_000).toISOString() },
    });

    const ended = { reachoutTimelock: { ...reachoutTimelock, isActive: false } };
    await world.waha.change(session, 'WORKING', { data: ended });
    await world.read();
    expect(await world.sender()).toMatchObject({ status: 'connected', restriction: null });
  });
});

describe('a campaign over WAHA', () => {
  test('reaches everybody once, and the ledger says what became of it', async () => {
    const world = await createWahaWorld({ chats: { [berta]: null } });
    world.waha.fault(carla, { kind: 'reset', taken: true });
    const campaign_id = await sentCampaign(world);

    expect(world.waha.tally()).toMatchObject({ total: 23, twice: [] });
    expect(await world.ledger(campaign_id)).toMatchObject({
      [`+${ana}`]: 'accepted',
      [`+${berta}`]: 'failed: recipient_undeliverable',
      [`+${carla}`]: 'unknown: no_answer',
    });

    // Receipts name people by a LID, come late first, in any order, and each of them twice.
    const certain = people.filter((person) => person !== carla);
    expect(await world.waha.tell([3], certain.slice(0, 8))).not.toContain(500);
    await world.read();
    await world.waha.tell([2, 1], certain);
    await world.waha.tell([2, 1, 2], certain);
    await world.read();
    await world.waha.tell([3], certain.slice(0, 8));
    await world.read();

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ planned: 24, sent: 22, delivered: 22, read: 7, unknown: 1 });
    expect(counts).toMatchObject({ failed: 1, skipped: 0 });
  });

  test('hears the answers, and obeys a STOP', async () => {
    const world = await createWahaWorld();
    const { waha } = world;
    const campaign_id = await sentCampaign(world);
    const replyTo = waha.received.find(({ to }) => to === ana)?.id ?? '';

    await waha.say(session, { from: ana, text: '¿Hasta cuándo?', replyTo });
    await waha.say(session, { from: berta, text: 'STOP', lid: '770011' });
    await waha.say(session, { from: dora, text: 'Baja' });
    await world.read();
    await sendAll(world);

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts.replied).toBe(3);
    expect(await world.invoke(checkWhatsappOptout, { phone: `+${berta}` })).toMatchObject({
      opted_out: true,
    });

    const before = waha.tally().people[berta]?.length;
    const next = await sentCampaign(world);
    expect(waha.tally().people[berta]).toHaveLength(before ?? 0);
    expect(await world.ledger(next)).toMatchObject({
      [`+${berta}`]: 'skipped: opted_out',
      [`+${dora}`]: 'skipped: opted_out',
      [`+${ana}`]: 'accepted',
    });
  });

  test('waits while WhatsApp lets the number write to nobody new, and burns nobody', async () => {
    const world = await createWahaWorld();
    world.waha.fault(dora, { kind: 'timelock' });
    const campaign_id = await sentCampaign(world);

    expect(await world.sender()).toMatchObject({
      status: 'connected',
      restriction: { kind: 'new_chats', reason: '463: server returned error 463' },
    });
    const ledger = await world.ledger(campaign_id);
    expect(ledger[`+${dora}`]).toBe('planned');
    expect(Object.values(ledger).filter((state) => state === 'accepted')).toHaveLength(
      world.waha.tally().total,
    );
    expect(Object.values(ledger).some((state) => state.startsWith('failed'))).toBe(false);
  });

  test('stops half-way when the phone unlinks the number, and goes on when it is linked again', async () => {
    const world = await createWahaWorld();
    await linked(world);
    const campaign_id = await planned(world);
    await world.dispatchAll();
    const soFar = world.waha.tally().total;
    expect(soFar).toBeGreaterThan(0);

    await world.waha.change(session, 'FAILED', { me: null });
    await world.read();
    await sendAll(world);
    expect(world.waha.tally().total).toBe(soFar);
    expect(await world.sender()).toMatchObject({ status: 'disconnected' });

    await world.waha.scan(session, ownPhone);
    await world.read();
    await sendAll(world);
    expect(world.waha.tally()).toMatchObject({ total: 24, twice: [] });
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ sent: 24, failed: 0, unknown: 0 });
  });
});

async function linked(world: WahaWorld): Promise<void> {
  const { status } = await world.connect();
  if (status === 'connected') return;
  await world.waha.scan(session, ownPhone);
  await world.read();
}

async function planned(world: WahaWorld): Promise<number> {
  const { id } = await world.sender();
  const phones = people.map((digits) => `+${digits}`);
  return world.campaign('running', phones, { session_ids: [id] });
}

/** Linked, planned, and sent as far as it goes. */
async function sentCampaign(world: WahaWorld): Promise<number> {
  await linked(world);
  const campaign = await planned(world);
  await sendAll(world);
  return campaign;
}

/** One message in three seconds, until none leaves any more. */
async function sendAll(world: WahaWorld): Promise<void> {
  for (let before = -1; before < world.waha.asked.length; ) {
    before = world.waha.asked.length;
    await world.later(60_000);
    await world.dispatchAll();
  }
}
