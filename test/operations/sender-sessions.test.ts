import { beforeEach, describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { acknowledgeSenderRisks } from '../../src/operations/senders/acknowledge.ts';
import { archiveWhatsappChat } from '../../src/operations/senders/archive-chat.ts';
import { checkWhatsappNumber } from '../../src/operations/senders/check-number.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { deleteWhatsappSession } from '../../src/operations/senders/delete.ts';
import { disconnectWhatsapp } from '../../src/operations/senders/disconnect.ts';
import { getWhatsappHealth } from '../../src/operations/senders/health.ts';
import { getWhatsappProfile } from '../../src/operations/senders/profile.ts';
import { getWhatsappQr } from '../../src/operations/senders/qr.ts';
import { reconnectWhatsapp } from '../../src/operations/senders/reconnect.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import { updateWhatsappProfilePicture } from '../../src/operations/senders/update-picture.ts';
import { updateWhatsappProfile } from '../../src/operations/senders/update-profile.ts';
import { createSandboxWorld } from '../support/sandbox-world.ts';

const ana = '+34600000001';
const berta = '+34600000002';
const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');

let world: Awaited<ReturnType<typeof createSandboxWorld>>;
beforeEach(async () => {
  world = await createSandboxWorld();
});

const statusOf = async (session_id: number) =>
  (await world.invoke(getWhatsappStatus, { session_id })).sessions[0]?.status;

describe('disconnecting', () => {
  test('takes the only connected number, and connecting it again brings it back', async () => {
    expect(await world.invoke(disconnectWhatsapp, {})).toMatchObject({
      session_id: 1,
      status: 'disconnected',
      status_reason: 'It was disconnected on purpose.',
    });
    expect(await world.invoke(reconnectWhatsapp, {})).toMatchObject({
      session_id: 1,
      status: 'connected',
      status_reason: null,
      qr: null,
    });
  });

  test('asks which one, where there are several, and names them', async () => {
    await world.invoke(connectWhatsapp, { label: 'Sales' });

    await expect(world.invoke(disconnectWhatsapp, {})).rejects.toThrow(
      'session_id is missing, and it may be 1 (Sandbox number) or 2 (Sales).',
    );
    await world.invoke(disconnectWhatsapp, { session_id: 2 });
    expect([await statusOf(1), await statusOf(2)]).toEqual(['connected', 'disconnected']);
    expect(await world.invoke(reconnectWhatsapp, {})).toMatchObject({ session_id: 2 });
  });

  test('raises no alarm, and what comes late from the bridge does not undo it', async () => {
    await world.invoke(disconnectWhatsapp, {});

    expect(await world.db.selectFrom('alert').selectAll().execute()).toEqual([]);
    expect(await world.invoke(getWhatsappQr, {})).toMatchObject({ status: 'disconnected' });
  });
});

describe('deleting a number', () => {
  const remove = (input: object = {}) =>
    world.invoke(deleteWhatsappSession, { session_id: 1, ...input });

  test('that is connected is refused', async () => {
    await expect(remove()).rejects.toThrow('Session 1 is in use: call disconnect_whatsapp first.');
  });

  test('makes it unknown, and keeps what was sent from it', async () => {
    const campaign_id = await world.campaign('running', [ana]);
    await world.dispatchAll();
    const { id } = await world.db.selectFrom('message').select('id').executeTakeFirstOrThrow();
    await world.invoke(connectWhatsapp, {});
    await world.invoke(disconnectWhatsapp, { session_id: 1 });

    await remove({ migrate_to: 2 });

    await expect(world.invoke(getWhatsappStatus, { session_id: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
    const { sessions } = await world.invoke(getWhatsappStatus, {});
    expect(sessions.map(({ session_id }) => session_id)).toEqual([2]);
    expect(await world.db.selectFrom('message').select('id').execute()).toEqual([{ id }]);
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({ campaign_id });
  });

  test('leaves drafts that named it to all enabled numbers', async () => {
    const campaign_id = await world.campaign('draft', [ana], { session_ids: [1] });
    await world.invoke(disconnectWhatsapp, {});

    expect(await remove()).toEqual({
      session_id: 1,
      deleted: true,
      campaign_ids: [campaign_id],
      removed_from_bridge: true,
    });
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({ session_ids: [] });
  });

  test('that a running campaign cannot do without is refused, and an heir sends the rest', async () => {
    await world.invoke(connectWhatsapp, {});
    const campaign_id = await world.campaign('running', [ana, berta], { session_ids: [1] });
    await world.invoke(disconnectWhatsapp, { session_id: 1 });

    await expect(remove()).rejects.toMatchObject({
      code: 'wrong_state',
      details: { campaign_ids: [campaign_id] },
    });
    await expect(remove({ migrate_to: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(remove({ migrate_to: 9 })).rejects.toMatchObject({ code: 'not_found' });
    await remove({ migrate_to: 2 });

    await world.reconcile();
    await world.dispatchAll();
    const senders = await world.db.selectFrom('message').select('sender_id').execute();
    expect(senders).toEqual([{ sender_id: 2 }, { sender_id: 2 }]);
  });
});

describe('the profile of a number', () => {
  test('shows what was set, as the documents write it', async () => {
    const told = {
      name: 'My Business',
      status: 'Online 9-18h',
      description: 'Official WhatsApp for customer support',
    };

    expect(await world.invoke(updateWhatsappProfile, { session_id: 1, ...told })).toEqual({
      session_id: 1,
      updated: [1],
      not_updated: [],
    });
    expect(await world.invoke(getWhatsappProfile, { session_id: 1 })).toMatchObject({
      ...told,
      address: null,
      websites: [],
    });
  });

  test('can be set on several numbers, each of which has to be known before any is changed', async () => {
    await world.invoke(connectWhatsapp, {});
    const change = (others: number[]) =>
      world.invoke(updateWhatsappProfile, {
        session_id: 1,
        name: 'Bakery',
        apply_to_sessions: others,
      });

    await expect(change([2, 9])).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.invoke(getWhatsappProfile, { session_id: 1 })).toMatchObject({ name: null });
    expect(await change([2, 1])).toMatchObject({ updated: [1, 2] });
    expect(await world.invoke(getWhatsappProfile, { session_id: 2 })).toMatchObject({
      name: 'Bakery',
    });
  });

  test('takes a picture, and loses it again', async () => {
    const set = (input: object) =>
      world.invoke(updateWhatsappProfilePicture, { session_id: 1, ...input });

    expect(await set({ image: `data:image/png;base64,${png}` })).toMatchObject({
      has_picture: true,
    });
    const { picture_url } = await world.invoke(getWhatsappProfile, { session_id: 1 });
    expect(picture_url).toMatch(/^sandbox:picture/);
    expect(await set({ action: 'remove' })).toMatchObject({ has_picture: false });
    expect(await world.invoke(getWhatsappProfile, { session_id: 1 })).toMatchObject({
      picture_url: null,
    });
  });

  test.each([
    ['nothing', {}, 'image is missing.'],
    ['what is no picture', { image: 'aGVsbG8=' }, 'image: must be a JPEG or PNG picture.'],
    [
      'an address in this network',
      { image: 'https://192.168.1.1/logo.png' },
      'The address does not lead to a public server.',
    ],
    ['plain HTTP', { image: 'http://shop.test/a.png' }, 'The address must begin with https://'],
  ])('refuses %s as a picture', async (_, input, sentence) => {
    await expect(
      world.invoke(updateWhatsappProfilePicture, { session_id: 1, ...input }),
    ).rejects.toThrow(sentence);
  });

  test('is not changed by nothing', async () => {
    await expect(world.invoke(updateWhatsappProfile, { session_id: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('asking WhatsApp about a person', () => {
  test('says whether a phone is there', async () => {
    world.phones.script(ana, { does: 'reads' });
    world.phones.script(berta, { does: 'not_on_whatsapp' });

    expect(await world.invoke(checkWhatsappNumber, { phone: '+34 600 000 001' })).toEqual({
      phone: ana,
      exists: true,
      session_id: 1,
    });
    expect(await world.invoke(checkWhatsappNumber, { phone: berta })).toMatchObject({
      exists: false,
    });
  });

  test('needs a number that is connected', async () => {
    await world.invoke(disconnectWhatsapp, {});
    await expect(world.invoke(checkWhatsappNumber, { phone: ana })).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });

  test('archives a chat from the number that wrote last', async () => {
    await world.invoke(connectWhatsapp, {});
    await world.campaign('running', [ana], { session_ids: [2] });
    world.phones.script(ana, { does: 'reads' });
    await world.dispatchAll();

    expect(await world.invoke(archiveWhatsappChat, { phone: ana })).toEqual({
      phone: ana,
      session_id: 2,
      archived: true,
    });
    expect(await world.invoke(archiveWhatsappChat, { phone: berta })).toMatchObject({
      session_id: 1,
    });
    await expect(
      world.invoke(archiveWhatsappChat, { phone: ana, archive: false }),
    ).rejects.toMatchObject({ code: 'wrong_state' });
  });
});

describe('the health check', () => {
  test('counts the last day, number by number', async () => {
    await world.invoke(connectWhatsapp, {});
    await world.campaign('running', [ana, berta], { session_ids: [1] });
    for (const phone of [ana, berta]) world.phones.script(phone, { does: 'reads' });
    await world.dispatchAll();

    const health = await world.invoke(getWhatsappHealth, {});

    expect(health).toMatchObject({
      healthy: true,
      problems: [],
      sessions: [
        { session_id: 1, last_24h: { sent: 2, failed: 0, unknown: 0, received: 0 } },
        { session_id: 2, last_24h: { sent: 0 } },
      ],
      campaigns: { running: 1, paused: 0, scheduled: 0 },
    });
    world.pass(25 * 3_600_000);
    const { sessions } = await world.invoke(getWhatsappHealth, { session_id: 'wb-1' });
    expect(sessions).toMatchObject([{ last_24h: { sent: 0 } }]);
  });

  test('says what needs somebody', async () => {
    await world.invoke(disconnectWhatsapp, {});

    expect(await world.invoke(getWhatsappHealth, {})).toMatchObject({
      healthy: false,
      problems: ['Session 1 is disconnected: It was disconnected on purpose.'],
    });
  });
});

test('a number without risks has none to acknowledge', async () => {
  expect(await world.invoke(acknowledgeSenderRisks, { session_id: 1 })).toMatchObject({
    risks: null,
    risks_acknowledged: true,
  });
});
