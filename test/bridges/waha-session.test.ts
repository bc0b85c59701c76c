import { describe, expect, test } from 'vitest';
import {
  createWahaNumber,
  described,
  ownPhone,
  person,
  standingNow,
  wahaNumberAt,
  webhookUrl,
} from './waha-number.ts';

const session = described.session;
const hook = {
  url: webhookUrl,
  events: [
    'message.any',
    'message.ack',
    'message.reaction',
    'message.edited',
    'message.revoked',
    'session.status',
  ],
  hmac: { key: described.webhook_secret },
  retries: { policy: 'exponential', delaySeconds: 2, attempts: 15 },
};

describe('connecting', () => {
  test('makes the session, tells it where to post, and answers with the QR code', async () => {
    const { world, bridge, sender } = await createWahaNumber({ linked: false });

    const connection = await bridge.connect(sender);

    expect(connection).toEqual({
      status: 'qr_pending',
      qr: '2@fake-bakery-1',
      reason: expect.stringMatching(/Scan/),
      facts: { engine: 'GOWS', version: '2026.8.2' },
    });
    expect(world.sessions.get(session)?.config).toEqual({
      ignore: { status: true, groups: true, channels: true, broadcast: true },
      noweb: { store: { enabled: true, fullSync: false } },
      webjs: { tagsEventsOn: true },
      metadata: { 'herald.number': sender.numberKey },
      webhooks: [hook],
    });
  });

  test('shows a new QR code each time it is asked, until somebody scans', async () => {
    const { world, bridge, sender, session: control } = await createWahaNumber({ linked: false });
    await bridge.connect(sender);
    expect(await control.status?.(sender)).toMatchObject({ qr: '2@fake-bakery-2' });
    world.options.post = async () => ({ status: 200 });
    await world.scan(session, ownPhone);

    expect(await control.status?.(sender)).toEqual({
      status: 'connected',
      phone: `+${ownPhone}`,
      facts: { engine: 'GOWS', version: '2026.8.2', lid: `9${ownPhone}` },
    });
  });

  test('tells a session that is there as well, and leaves everybody else’s settings', async () => {
    const { world, bridge, sender } = await createWahaNumber({
      post: async () => ({ status: 200 }),
    });
    const theirs = { url: 'https://crm.test', events: ['message'] };
    const config = { webhooks: [theirs], proxy: { server: 'p:1' }, metadata: { user: '7' } };
    Object.assign(world.sessions.get(session) ?? {}, { config });

    expect(await bridge.connect(sender)).toMatchObject({ status: 'connected' });

    expect(world.sessions.get(session)?.config).toEqual({
      proxy: { server: 'p:1' },
      metadata: { user: '7', 'herald.number': sender.numberKey },
      webjs: { tagsEventsOn: true },
      webhooks: [theirs, hook],
    });
  });

  test('changes nothing the second time, as a change restarts the session', async () => {
    const { world, bridge, sender } = await createWahaNumber();
    await bridge.connect(sender);
    world.asked.length = 0;

    await bridge.connect(sender);

    expect(world.asked.filter((path) => !path.startsWith('GET'))).toEqual([]);
  });

  test.each([
    ['STOPPED', 'start'],
    ['FAILED', 'restart'],
  ])('a session that is %s makes it %s', async (status, verb) => {
    const { world, bridge, sender } = await createWahaNumber();
    await bridge.connect(sender);
    Object.assign(world.sessions.get(session) ?? {}, { status });

    expect(await bridge.connect(sender)).toMatchObject({ status: 'connected' });
    expect(world.asked).toContain(`POST /api/sessions/${session}/${verb}`);
  });

  test('without an address of its own says that nobody will tell it anything', async () => {
    const options = { linked: false, webhookUrl: undefined };
    const { world, bridge, sender } = await createWahaNumber(options);

    expect((await bridge.connect(sender)).reason).toMatch(/no answers and no receipts/);
    expect(world.sessions.get(session)?.config).not.toHaveProperty('webhooks');
  });

  test('to a session that never gets past its start says so', async () => {
    const { bridge, sender } = await createWahaNumber({ linked: false, startingLooks: 1_000 });
    expect(await bridge.connect(sender)).toMatchObject({
      status: 'disconnected',
      reason: expect.stringContaining('STARTING'),
    });
  });

  test('with a wrong key says so, without the key', async () => {
    const { bridge, sender } = await createWahaNumber({ apiKey: 'another key' });

    const { status, reason } = await bridge.connect(sender);

    expect(status).toBe('disconnected');
    expect(reason).toBe('WAHA does not accept the api_key for this: Unauthorized: (hidden)');
  });

  test('fails when nobody can say at the moment', async () => {
    const { waha, bridge, sender } = await createWahaNumber();
    await waha.close();

    await expect(bridge.connect(sender)).rejects.toThrow('WAHA was not reached');
  });

  test('with credentials that nobody can open says so', async () => {
    const { bridge, sender } = wahaNumberAt(described.base_url);
    const stranger = { ...sender, config: { ...sender.config, sealed: 'v1.00000000.AAAA' } };

    expect(await bridge.connect(stranger)).toMatchObject({ status: 'disconnected' });
  });

  test.each([
    [
      'a reach-out timelock',
      { reachoutTimelock: { isActive: true, timeEnforcementEnds: 1_800_000_000 } },
      { kind: 'new_chats', until: new Date(1_800_000_000_000) },
    ],
    [
      'one without an end',
      { reachoutTimelock: { isActive: true, timeEnforcementEnds: null } },
      { kind: 'new_chats', until: new Date(standingNow.getTime() + 86_400_000) },
    ],
    [
      'a used quota',
      {
        reachoutTimelock: null,
        messageCapping: { cappingStatus: 'CAPPED', cycleEnd: 1_800_000_000 },
      },
      { kind: 'campaigns', until: new Date(1_800_000_000_000) },
    ],
    ['nothing', { reachoutTimelock: null, messageCapping: { cappingStatus: 'NONE' } }, undefined],
  ])('finds %s', async (_, limits, restriction) => {
    const { world, bridge, sender } = await createWahaNumber();
    const linked = world.sessions.get(session);
    Object.assign(linked?.me ?? {}, limits);

    const connection = await bridge.connect(sender);

    if (restriction) expect(connection.restriction).toMatchObject(restriction);
    else expect(connection).not.toHaveProperty('restriction');
  });
});

describe('a session', () => {
  test('can be linked by a code that is typed on the phone', async () => {
    const { bridge, sender, session: control } = await createWahaNumber({ linked: false });
    await bridge.connect(sender);

    expect(await control.pairingCode?.(sender, '+34911001234')).toBe('FAKE-1234');
  });

  test('gives no code once it is linked', async () => {
    const { sender, session: control } = await createWahaNumber();
    await expect(control.pairingCode?.(sender, '+34911001234')).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });

  test('is restarted, logged out and removed', async () => {
    const { world, sender, session: control } = await createWahaNumber();

    expect(await control.reconnect?.(sender)).toMatchObject({ status: 'connected' });
    await control.disconnect?.(sender);
    expect(world.sessions.get(session)).toMatchObject({ me: null });
    await control.remove?.(sender);
    expect(world.sessions.size).toBe(0);
    await control.remove?.(sender);
    expect(await control.status?.(sender)).toMatchObject({ status: 'disconnected' });
  });

  test('shows its profile and takes changes of name and about', async () => {
    const { world, sender, session: control } = await createWahaNumber();

    expect(await control.profile?.(sender)).toEqual({
      name: 'Fake Bakery',
      pictureUrl: 'https://pps.fake/picture.jpg',
    });
    await control.saveProfile?.(sender, { name: 'Bakery', about: 'Fresh bread' });
    await control.savePicture?.(sender, { bytes: Buffer.from('png'), mimeType: 'image/png' });
    await control.savePicture?.(sender, undefined);
    expect(world.asked.slice(-4)).toEqual([
      `PUT /api/${session}/profile/name`,
      `PUT /api/${session}/profile/status`,
      `PUT /api/${session}/profile/picture`,
      `DELETE /api/${session}/profile/picture`,
    ]);
  });

  test('takes no other change, and none at all then', async () => {
    const { world, sender, session: control } = await createWahaNumber();

    const saving = control.saveProfile?.(sender, { name: 'Bakery', email: 'a@b.test' });

    await expect(saving).rejects.toMatchObject({ code: 'invalid_input' });
    expect(world.asked).toEqual([]);
  });

  test('knows whether a phone is on WhatsApp, and under which names', async () => {
    const chats = { [person]: '99887766@lid', '5511987654321': '551187654321@c.us', '34111': null };
    const { sender, session: control } = await createWahaNumber({ chats });
    const find = (phone: string) => control.findNumber?.(sender, phone);

    expect(await find(`+${person}`)).toEqual({
      exists: true,
      person: { phone: `+${person}`, lid: '99887766' },
    });
    expect(await find('+5511987654321')).toEqual({
      exists: true,
      person: { phone: '+551187654321' },
    });
    expect(await find('+34111')).toEqual({ exists: false });
  });

  test('puts a chat out of sight', async () => {
    const { world, sender, session: control } = await createWahaNumber();

    await control.archiveChat?.(sender, { person: { phone: `+${person}` } });
    await control.archiveChat?.(sender, { person: { lid: '123123' } });

    expect(world.asked.filter((path) => path.endsWith('/archive'))).toEqual([
      `POST /api/${session}/chats/${person}%40c.us/archive`,
      `POST /api/${session}/chats/123123%40lid/archive`,
    ]);
  });

  test('that WAHA does not know is not found', async () => {
    const { world, sender, session: control } = await createWahaNumber();
    world.sessions.clear();
    await expect(control.profile?.(sender)).rejects.toMatchObject({ code: 'not_found' });
  });
});
