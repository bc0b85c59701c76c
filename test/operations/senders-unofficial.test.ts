import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { acknowledgeSenderRisks } from '../../src/operations/senders/acknowledge.ts';
import { archiveWhatsappChat } from '../../src/operations/senders/archive-chat.ts';
import { checkWhatsappNumber } from '../../src/operations/senders/check-number.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { deleteWhatsappSession } from '../../src/operations/senders/delete.ts';
import { disconnectWhatsapp } from '../../src/operations/senders/disconnect.ts';
import { getWhatsappProfile } from '../../src/operations/senders/profile.ts';
import { getWhatsappQr } from '../../src/operations/senders/qr.ts';
import { reconnectWhatsapp } from '../../src/operations/senders/reconnect.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import { updateWhatsappProfile } from '../../src/operations/senders/update-profile.ts';
import { createCloudWorld } from '../support/cloud-world.ts';
import { createEvolutionWorld, instance } from '../support/evolution-world.ts';
import { createWahaWorld, ownPhone, session } from '../support/waha-world.ts';

const ana = '34600000010';

/** The two of them are driven alike; what differs is the far end. */
const bridges = {
  async waha() {
    const world = await createWahaWorld();
    const { waha } = world;
    return {
      ...world,
      bridge: 'waha' as const,
      scan: () => waha.scan(session, ownPhone),
      isThere: () => waha.sessions.has(session),
      got: () => waha.tally(),
    };
  },
  async evolution() {
    const world = await createEvolutionWorld();
    const { evolution } = world;
    return {
      ...world,
      bridge: 'evolution' as const,
      scan: () => evolution.scan(instance, ownPhone),
      isThere() {
        try {
          return evolution.instance(instance) !== undefined;
        } catch {
          return false;
        }
      },
      got: () => evolution.tally(),
    };
  },
};

describe.each(Object.entries(bridges))('a number over %s', (_, create) => {
  test('is linked, sends, is logged out and deleted, by operations alone', async () => {
    const world = await create();
    const { bridge, described } = world;

    const waiting = await world.invoke(connectWhatsapp, {
      bridge,
      label: 'Bakery',
      config: described,
    });
    expect(waiting).toMatchObject({ status: 'qr_pending', label: 'Bakery', pairing_code: null });
    expect(waiting.qr).toMatch(/^2@fake/);
    expect(waiting.risks).toMatch(/terms/);
    expect(waiting.risks_acknowledged).toBe(false);
    const { session_id } = waiting;
    const shown = await world.invoke(getWhatsappQr, {});
    expect(shown).toMatchObject({ session_id, status: 'qr_pending', qr: expect.any(String) });
    expect(
      Buffer.from(shown.qr_png ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');

    await world.scan();
    await world.read();
    expect(await world.invoke(getWhatsappQr, { session_id })).toMatchObject({
      status: 'connected',
      qr: null,
      qr_png: null,
    });

    const campaign_id = await world.campaign('draft', [`+${ana}`], { session_ids: [session_id] });
    const start = () => world.invoke(startCampaign, { campaign_id });
    await expect(start()).rejects.toMatchObject({ code: 'wrong_state', details: { session_id } });
    await expect(start()).rejects.toThrow(`acknowledge_sender_risks with session_id ${session_id}`);
    expect((await world.invoke(previewCampaign, { campaign_id })).warnings).toHaveLength(1);
    await world.invoke(acknowledgeSenderRisks, { session_id });
    expect((await world.invoke(previewCampaign, { campaign_id })).warnings).toEqual([]);
    await start();
    await world.plan();
    await world.later(61_000);
    await world.dispatchAll();
    expect(world.got()).toMatchObject({ total: 1, twice: [] });

    const asked = { session_id, phone: `+${ana}` };
    expect(await world.invoke(checkWhatsappNumber, asked)).toMatchObject({ exists: true });
    expect(await world.invoke(archiveWhatsappChat, asked)).toMatchObject({ archived: true });
    await world.invoke(updateWhatsappProfile, { session_id, name: 'Bakery Lola' });
    expect(await world.invoke(getWhatsappProfile, { session_id })).toMatchObject({ session_id });

    await world.invoke(disconnectWhatsapp, { session_id });
    // What the bridge still tells of it does not bring it back.
    await world.scan();
    await world.read();
    expect(await world.invoke(getWhatsappStatus, { session_id })).toMatchObject({
      sessions: [{ status: 'disconnected' }],
    });
    await world.invoke(reconnectWhatsapp, { session_id });
    await world.invoke(disconnectWhatsapp, { session_id });
    await world.db.updateTable('campaign').set({ state: 'completed' }).execute();
    expect(await world.invoke(deleteWhatsappSession, { session_id })).toMatchObject({
      deleted: true,
      removed_from_bridge: true,
    });
    expect(world.isThere()).toBe(false);
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({ counts: { sent: 1 } });
  });

  test('that was deleted is the same number again, or may be another workspace’s', async () => {
    const world = await create();
    const { bridge, described: config } = world;
    const { session_id } = await world.invoke(connectWhatsapp, { bridge, config, label: 'Old' });
    await world.invoke(acknowledgeSenderRisks, { session_id });
    const remove = async () => {
      await world.invoke(disconnectWhatsapp, { session_id });
      await world.invoke(deleteWhatsappSession, { session_id });
    };
    const stranger = await world.stranger();
    await expect(invoke(stranger, connectWhatsapp, { bridge, config })).rejects.toMatchObject({
      code: 'conflict',
    });

    await remove();
    const again = await world.invoke(connectWhatsapp, { bridge, config });
    expect(again).toMatchObject({ session_id, label: null, risks_acknowledged: false });
    await remove();

    const theirs = await invoke(stranger, connectWhatsapp, { bridge, config });
    expect(theirs.session_id).not.toBe(session_id);
    await expect(world.invoke(connectWhatsapp, { bridge, config })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('gives a code to be typed instead', async () => {
    const { bridge, described: config, invoke } = await create();
    const connect = (pairing_phone: string) =>
      invoke(connectWhatsapp, { bridge, config, pairing_phone });

    await expect(connect('911000000')).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await connect(`+${ownPhone}`)).toMatchObject({
      status: 'qr_pending',
      pairing_code: expect.stringMatching(/^FAKE-/),
    });
  });

  test('names what is wrong with its own config, and nothing of the others', async () => {
    const { bridge, described, invoke } = await create();
    const connect = (changes: object) =>
      invoke(connectWhatsapp, { bridge, config: { ...described, ...changes } });

    const missing = await connect({ webhook_secret: undefined }).catch((error) => error.message);
    expect(missing).toBe('config.webhook_secret is missing.');
    const unknown = await connect({ waba_id: '1' }).catch((error) => error.message);
    expect(unknown).toBe('"config.waba_id" is not a parameter of this operation.');
    await expect(connect({ base_url: 'ftp://x' })).rejects.toThrow('config.base_url: ');
  });

  test('keeps what its bridge told of it, and shows the notice of its licence', async () => {
    const world = await create();
    const { session_id } = await world.connect().then(({ id }) => ({ session_id: id }));

    const { config } = await world.db
      .selectFrom('sender')
      .select('config')
      .where('id', '=', session_id)
      .executeTakeFirstOrThrow();
    const facts = { waha: 'engine', evolution: 'integration' };
    expect(config).toHaveProperty(facts[world.bridge]);
    const { sessions } = await world.invoke(getWhatsappStatus, { session_id });
    const isNoticed = world.bridge === 'evolution';
    expect(sessions[0]?.notice).toEqual(isNoticed ? expect.stringMatching(/Evolution API/) : null);
    expect(sessions[0]?.risks_acknowledged).toBe(true);
  });
});

describe('a number over the Cloud API', () => {
  test('cannot be logged out, and says so; nor linked by a code', async () => {
    const world = await createCloudWorld();
    const { session_id } = await world.connect();

    await expect(world.invoke(disconnectWhatsapp, { session_id })).rejects.toMatchObject({
      code: 'wrong_state',
      message: 'The cloud bridge cannot log a number out.',
    });
    const code = { bridge: 'cloud', config: world.described, pairing_phone: '+15553000300' };
    await expect(world.invoke(connectWhatsapp, code)).rejects.toThrow('links without a code');
    expect(await world.invoke(reconnectWhatsapp, { session_id })).toMatchObject({
      status: 'connected',
    });
  });
});
