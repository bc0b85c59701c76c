import { describe, expect, test } from 'vitest';
import {
  createEvolutionNumber,
  createUnlinkedNumber,
  described,
  numberAt,
  ownPhone,
  vault,
  webhookUrl,
} from './evolution-number.ts';

const { instance: name } = described;

describe('connecting a number', () => {
  test('makes the instance where there is none, has it post to us, and shows a code', async () => {
    const { evolution, bridge, sender } = await createUnlinkedNumber();

    expect(await bridge.connect(sender)).toEqual({
      status: 'qr_pending',
      qr: `2@fake1,${name}`,
      facts: { integration: 'WHATSAPP-BAILEYS', profile_name: null, webhook: 'set' },
    });
    const { integration, webhook } = evolution.instance(name);
    expect(integration).toBe('WHATSAPP-BAILEYS');
    expect(webhook).toMatchObject({
      enabled: true,
      url: webhookUrl,
      byEvents: false,
      base64: false,
      headers: { authorization: described.webhook_secret },
    });
    expect(webhook?.events).toContain('STATUS_INSTANCE');
  });

  test('takes the instance that is there, and says that it is linked', async () => {
    const { evolution, bridge, sender } = await createEvolutionNumber();

    expect(await bridge.connect(sender)).toEqual({
      status: 'connected',
      phone: `+${ownPhone}`,
      facts: { integration: 'WHATSAPP-BAILEYS', profile_name: 'Bakery', webhook: 'set' },
    });
    expect(evolution.instance(name).webhook?.url).toBe(webhookUrl);
  });

  test('asks again for a code that is not there yet', async () => {
    const { bridge, sender } = await createUnlinkedNumber({ emptyCodes: 3 });
    expect(await bridge.connect(sender)).toMatchObject({ status: 'qr_pending' });
  });

  test('says so when there is never a code', async () => {
    const { evolution, bridge, sender } = await createUnlinkedNumber({ emptyCodes: -1 });

    const connection = await bridge.connect(sender);

    expect(connection).toMatchObject({ status: 'disconnected' });
    expect(connection.reason).toMatch(/outdated/);
    expect(evolution.instance(name).asked).toBeLessThan(10);
  });

  test('says so when Evolution cannot be told where to post', async () => {
    const { evolution, bridge, sender } = await createEvolutionNumber(
      {},
      { webhookUrl: undefined },
    );
    const theirs = { enabled: true, url: 'http://elsewhere.test' };
    evolution.instance(name).webhook = theirs;

    const connection = await bridge.connect(sender);

    expect(connection).toMatchObject({ status: 'connected', facts: { webhook: 'not set' } });
    expect(connection.reason).toMatch(/PUBLIC_URL/);
    expect(evolution.instance(name).webhook).toEqual(theirs);
  });

  test('may be done with the token of the instance', async () => {
    const { evolution, bridge } = await createEvolutionNumber();
    const token = evolution.instance(name).token;
    const own = bridge.setUp?.({ ...described, api_key: token, base_url: evolution.url });

    const connection = await bridge.connect({ senderId: 1, numberKey: '', config: {}, ...own });

    expect(connection).toMatchObject({ status: 'connected' });
  });

  test('with a wrong key says so, without the key', async () => {
    const { evolution, bridge } = await createEvolutionNumber();
    const api_key = 'no-such-key-anywhere';
    const wrong = bridge.setUp?.({ ...described, api_key, base_url: evolution.url });

    const connection = await bridge.connect({ senderId: 2, numberKey: '', config: {}, ...wrong });

    expect(connection).toMatchObject({ status: 'disconnected' });
    expect(connection.reason).toMatch(/api_key: Unauthorized/);
    expect(JSON.stringify(connection)).not.toContain(api_key);
  });

  test('fails when nobody answers', async () => {
    const { evolution, bridge, sender } = await createEvolutionNumber();
    await evolution.close();
    await expect(bridge.connect(sender)).rejects.toThrow('was not reached');
  });

  test('says so when its credentials cannot be read', async () => {
    const { bridge, sender, session } = await createEvolutionNumber();
    const stranger = { ...sender, config: { ...sender.config, sealed: vault.seal({}) } };

    expect(await bridge.connect(stranger)).toMatchObject({ status: 'disconnected' });
    await expect(session.status(stranger)).rejects.toMatchObject({ code: 'wrong_state' });
  });
});

describe('the state of a number', () => {
  test('is asked anew', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();
    expect(await session.status(sender)).toMatchObject({
      status: 'connected',
      phone: `+${ownPhone}`,
    });

    evolution.instance(name).state = 'close';
    expect(await session.status(sender)).toMatchObject({ status: 'disconnected' });
  });

  test('while a code waits comes with the code', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();
    evolution.instance(name).state = 'connecting';
    expect(await session.status(sender)).toMatchObject({
      status: 'qr_pending',
      qr: `2@fake1,${name}`,
    });
  });

  test('is not believed when it is open and no call gets through', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();
    evolution.instance(name).isDead = true;

    const connection = await session.status(sender);
    expect(connection).toMatchObject({ status: 'disconnected' });
    expect(connection.reason).toMatch(/reconnect_whatsapp/);

    expect(await session.reconnect(sender)).toMatchObject({ status: 'connected' });
    expect(await session.status(sender)).toMatchObject({ status: 'connected' });
  });

  test('of an instance that somebody has deleted says so', async () => {
    const { sender, session } = await createUnlinkedNumber();
    const connection = await session.status(sender);
    expect(connection).toMatchObject({ status: 'disconnected' });
    expect(connection.reason).toMatch(/does not exist/);
  });
});

describe('a linked number', () => {
  test('is logged out, and can be linked again', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();

    await session.disconnect(sender);
    expect(evolution.instance(name).state).toBe('close');
    await session.disconnect(sender);

    expect(await session.reconnect(sender)).toMatchObject({ status: 'qr_pending' });
  });

  test('is removed, also when it is not there any more', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();

    await session.remove(sender);
    expect(() => evolution.instance(name)).toThrow();
    await session.remove(sender);
  });

  test('can be linked by a code that is typed', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();
    await session.disconnect(sender);
    expect(await session.pairingCode(sender, '+34600111222')).toBe('FAKE-1234');

    // While a QR code waits to be scanned there is none.
    await expect(session.pairingCode(sender, '+34600111222')).rejects.toMatchObject({
      code: 'unavailable',
    });
    evolution.instance(name).state = 'open';
    await expect(session.pairingCode(sender, '+34600111222')).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });

  test('shows and changes its profile', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();

    await session.saveProfile(sender, { name: 'Bakery Lola', about: 'Fresh at six' });
    await session.savePicture(sender, { bytes: Buffer.from('png'), mimeType: 'image/png' });

    expect(evolution.instance(name).picture).toBe('cG5n');
    expect(await session.profile(sender)).toEqual({
      name: 'Bakery Lola',
      about: 'Fresh at six',
      description: 'Bread',
      websites: ['https://bakery.fake'],
      pictureUrl: 'https://pps.fake/picture',
    });
    await session.savePicture(sender, undefined);
    expect(evolution.instance(name).picture).toBeUndefined();
  });

  test('says which parts of a profile it cannot change, and changes none', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();

    const saving = session.saveProfile(sender, { name: 'Other', email: 'a@b.test' });

    await expect(saving).rejects.toMatchObject({ code: 'invalid_input' });
    expect(evolution.instance(name).profileName).toBe('Bakery');
  });

  test('knows who is on WhatsApp, and under which names', async () => {
    const { sender, session } = await createEvolutionNumber({ strangers: ['34600999999'] });

    expect(await session.findNumber(sender, '+34600000001')).toEqual({
      exists: true,
      person: { phone: '+34600000001', lid: '934600000001' },
    });
    expect(await session.findNumber(sender, '+34600999999')).toEqual({ exists: false });
  });

  test('archives a chat by its last message', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();

    await session.archiveChat(sender, { person: { phone: '+34600000001' }, lastProviderId: 'A1' });

    const chat = '34600000001@s.whatsapp.net';
    expect(evolution.instance(name).archived).toEqual([
      { lastMessage: { key: { remoteJid: chat, fromMe: true, id: 'A1' } }, chat, archive: true },
    ]);
    await expect(session.archiveChat(sender, { person: { lid: '1398712' } })).rejects.toMatchObject(
      { code: 'wrong_state' },
    );
  });

  test('that is down refuses in a sentence, and a server that is away is an error', async () => {
    const { evolution, sender, session } = await createEvolutionNumber();
    evolution.instance(name).isDead = true;
    await expect(session.findNumber(sender, '+34600000001')).rejects.toMatchObject({
      code: 'wrong_state',
      message: 'The Evolution API refuses: Connection Closed',
    });

    const away = numberAt('http://127.0.0.1:1');
    await expect(away.session.profile(away.sender)).rejects.toThrow('was not reached');
  });
});
