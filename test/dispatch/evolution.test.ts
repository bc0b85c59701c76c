import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createEvolutionWorld, type EvolutionWorld, instance } from '../support/evolution-world.ts';

const people = Array.from({ length: 30 }, (_, n) => `346000000${String(n + 10)}`);
const [ana = '', berta = '', carla = '', dora = ''] = people;
const own = '34911222333';

describe('a campaign over Evolution', () => {
  test('waits for somebody to scan the code, and goes out when it was scanned', async () => {
    const world = await createEvolutionWorld();
    const { id } = await world.connect();
    expect(await world.sender(id)).toMatchObject({ status: 'qr_pending' });

    await world.evolution.scan(instance, own);
    await world.read();

    expect(await world.sender(id)).toMatchObject({ status: 'connected', status_reason: null });
    await sentCampaign(world, id, people.slice(0, 6));
    expect(world.evolution.tally()).toMatchObject({ total: 6, twice: [] });
  });

  test('reaches everybody once, and the ledger says what became of it', async () => {
    const { world, id } = await connected();
    const { evolution } = world;
    const body = '{"status":400,"response":{"message":[{"jid":"1","exists":false,"number":"1"}]}}';
    evolution.fault(berta, { kind: 'answer', status: 400, body, taken: false });
    evolution.fault(carla, { kind: 'reset', taken: true });
    const campaign_id = await sentCampaign(world, id);

    expect(evolution.tally()).toMatchObject({ total: 29, twice: [] });
    expect(await world.ledger(campaign_id)).toMatchObject({
      [`+${ana}`]: 'accepted',
      [`+${berta}`]: 'failed: recipient_permanent',
      [`+${carla}`]: 'unknown: no_answer',
    });

    // Receipts come late first, in any order, and each of them twice.
    await evolution.tell(['READ'], people.slice(0, 10));
    await world.read();
    await evolution.tell(['DELIVERY_ACK', 'SERVER_ACK']);
    await evolution.tell(['SERVER_ACK', 'DELIVERY_ACK']);
    await world.read();
    await evolution.tell(['READ', 'ERROR'], [dora]);
    await world.read();

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    // Of what was in doubt nothing is heard: Evolution knows no token of ours.
    expect(counts).toMatchObject({ planned: 30, sent: 28, delivered: 28, read: 8 });
    expect(counts).toMatchObject({ failed: 1, unknown: 1, skipped: 0 });
  });

  test('keeps its distance between two messages', async () => {
    const { world, id } = await connected();
    await world.campaign('running', [`+${ana}`, `+${berta}`], { session_ids: [id] });

    await world.dispatchAll();
    expect(world.evolution.received).toHaveLength(1);
    await world.later(61_000);
    await world.dispatchAll();
    expect(world.evolution.received).toHaveLength(2);
  });

  test('hears the answers, and obeys a STOP', async () => {
    const { world, id } = await connected();
    const { evolution } = world;
    const campaign_id = await sentCampaign(world, id, people.slice(0, 6));

    const stanzaId = evolution.received.find(({ to }) => to === ana)?.id ?? '';
    const quoting = { extendedTextMessage: { text: '¡Qué bien!', contextInfo: { stanzaId } } };
    await evolution.say(instance, { from: ana, message: quoting });
    await evolution.say(instance, { from: berta, text: 'Baja' });
    const button = { selectedButtonId: 'STOP', selectedDisplayText: 'No more' };
    await evolution.say(instance, { from: carla, message: { buttonsResponseMessage: button } });
    await evolution.say(instance, { from: '120363041234567890@g.us', text: 'STOP' });
    await world.read();
    await sendAll(world, 3);

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts.replied).toBe(3);
    const optedOut = await world.invoke(checkWhatsappOptout, { phone: `+${berta}` });
    expect(optedOut).toMatchObject({ opted_out: true });
    const answered = evolution.received.slice(6).map(({ to }) => to);
    expect(answered.sort()).toEqual([ana, berta, carla].sort());

    const next = await sentCampaign(world, id, people.slice(0, 6));
    expect(await world.ledger(next)).toMatchObject({
      [`+${ana}`]: 'accepted',
      [`+${berta}`]: 'skipped: opted_out',
      [`+${carla}`]: 'skipped: opted_out',
    });
  });

  test('stops with the number when it is banned half-way, and nobody’s message has failed', async () => {
    const { world, id } = await connected();
    const phones = people.map((digits) => `+${digits}`);
    const campaign_id = await world.campaign('running', phones, { session_ids: [id] });
    await sendAll(world, 12);

    await world.evolution.end(instance, 403);
    await world.read();
    await sendAll(world, 5);

    expect(await world.sender(id)).toMatchObject({
      status: 'disconnected',
      status_reason: 'WhatsApp has banned the number (403).',
    });
    expect(world.evolution.tally().total).toBe(12);
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ sent: 12, failed: 0 });
  });

  test('goes on by itself after the connection was gone for a moment', async () => {
    const { world, id } = await connected();
    const phones = people.slice(0, 4).map((digits) => `+${digits}`);
    const campaign_id = await world.campaign('running', phones, { session_ids: [id] });
    world.evolution.fault(berta, { kind: 'closed' });
    await sendAll(world, 4);
    expect(await world.sender(id)).toMatchObject({ status: 'disconnected' });

    // While it flaps, nothing that is told of it counts but the end.
    const flap = (state: string, statusReason: number) =>
      world.evolution.deliver(instance, 'connection.update', { instance, state, statusReason });
    await flap('close', 428);
    await flap('connecting', 200);
    await flap('open', 200);
    await flap('close', 515);
    await world.read();
    expect(await world.sender(id)).toMatchObject({ status: 'connected', status_reason: null });
    // A number that was stopped gets a new owner, here another process.
    await sendAll(world, 4, world.process());

    expect(world.evolution.tally()).toMatchObject({ total: 4, twice: [] });
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ sent: 4, failed: 0, unknown: 0 });
  });
});

async function connected() {
  const world = await createEvolutionWorld();
  world.evolution.add(instance, { state: 'open', phone: own });
  const { id } = await world.connect();
  return { world, id };
}

/** Planned, and sent as far as it goes. */
async function sentCampaign(world: EvolutionWorld, id: number, to = people): Promise<number> {
  const phones = to.map((digits) => `+${digits}`);
  const campaign = await world.campaign('running', phones, { session_ids: [id] });
  await sendAll(world, to.length);
  return campaign;
}

/** So many messages one after the other, with an interval before each. */
async function sendAll(
  world: EvolutionWorld,
  count: number,
  other?: ReturnType<EvolutionWorld['process']>,
): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await world.later(61_000);
    other?.time.passMs(61_000);
    await (other ? other.dispatcher.turn() : world.dispatchTurn());
  }
}
