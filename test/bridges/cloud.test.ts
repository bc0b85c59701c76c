import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  accessToken,
  createCloudNumber,
  described,
  happening,
  letterTo,
  listener,
  numberAt,
  person,
  portOf,
  vault,
} from './cloud-number.ts';

describe('a message over the Cloud API', () => {
  test('goes to the digits of the person, with our token, and is accepted under an id', async () => {
    const { cloud, send } = await createCloudNumber();

    const outcome = await send({
      content: { kind: 'text', text: 'Añil 🦩\nhttps://herald.test' },
      token: '7.2.44',
    });

    expect(outcome).toEqual({ kind: 'accepted', providerId: 'wamid.fake1' });
    expect(cloud.received).toMatchObject([
      {
        numberId: '500100200300',
        to: person,
        text: 'Añil 🦩\nhttps://herald.test',
        token: '7.2.44',
      },
    ]);
  });

  test('is written as the API documents it', async () => {
    const chunks: Buffer[] = [];
    const port = await listener((socket) => {
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        if (Buffer.concat(chunks).includes('"7.1.1"}')) socket.destroy();
      });
    });
    await numberAt(`http://127.0.0.1:${port}/proxy/`).send({ token: '7.1.1' });

    const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(head).toMatch(/^POST \/proxy\/v25\.0\/500100200300\/messages HTTP\/1\.1\r\n/);
    expect(head).toContain(`authorization: Bearer ${accessToken}`);
    expect(head).toContain('content-type: application/json');
    expect(JSON.parse(body)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: person,
      type: 'text',
      text: { body: 'Hola', preview_url: false },
      biz_opaque_callback_data: '7.1.1',
    });
  });

  test('of many at once reaches each person once', async () => {
    const { cloud, send } = await createCloudNumber();
    const people = Array.from({ length: 200 }, (_, n) => `+3460000${1000 + n}`);

    const outcomes = await Promise.all(people.map((to) => send({ to, token: `7.1.${to}` })));

    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(new Set(cloud.received.map(({ to }) => `+${to}`))).toEqual(new Set(people));
    expect(cloud.tally()).toMatchObject({ total: 200, twice: [] });
  });

  test('goes out on a new socket when the server has closed the old one', async () => {
    const body = '{"messages":[{"id":"wamid.HB1"}]}';
    let sockets = 0;
    const port = await listener((socket) => {
      sockets += 1;
      const head = `HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: ${body.length}`;
      socket.on('data', () => socket.end(`${head}\r\n\r\n${body}`));
    });
    const { send } = numberAt(`http://127.0.0.1:${port}`);

    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(sockets).toBe(2);
  });

  test('connects anew with new credentials', async () => {
    const { cloud, bridge, sender, send } = await createCloudNumber();
    const wrong = bridge.setUp?.({
      ...described,
      access_token: 'EAA-an-older-token',
      base_url: cloud.url,
    });
    const message = letterTo(person);
    const outcome = await bridge.send({ ...sender, ...wrong }, message, () => true);
    expect(outcome).toMatchObject({ kind: 'refused', class: 'stop_sender', code: '190' });

    expect(await send()).toMatchObject({ kind: 'accepted' });
  });

  test('stops the number when nobody can open its credentials', async () => {
    const { cloud, bridge, sender } = await createCloudNumber();
    const stranger = { ...sender, config: { ...sender.config, sealed: 'v1.00000000.AAAA' } };
    const message = letterTo(person);

    const outcome = await bridge.send(stranger, message, () => true);

    expect(outcome).toMatchObject({ kind: 'refused', class: 'stop_sender', code: 'credentials' });
    expect(cloud.received).toEqual([]);
  });
});

const refusedPort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
};
const silent = () => listener(() => {});
const garbled = () => listener((socket) => socket.on('data', () => socket.end('no TLS here\n')));

describe('a message that certainly did not leave is due again later, and was', () => {
  test.each([
    ['refused a connection', async () => `http://127.0.0.1:${await refusedPort()}`, 'ECONNREFUSED'],
    ['sent to a name that does not exist', async () => 'http://herald.invalid', /^E(NOTFOUND|AI_)/],
    [
      'answered with something that is no TLS',
      async () => `https://127.0.0.1:${await garbled()}`,
      /SSL|EPROTO/,
    ],
    [
      'not given a TLS connection in time',
      async () => `https://127.0.0.1:${await silent()}`,
      'UND_ERR_CONNECT_TIMEOUT',
    ],
  ])('%s', async (_, url, code) => {
    let asked = 0;
    const { send } = numberAt(await url(), { connectMs: 100, answerMs: 2_000 });

    const outcome = await send({}, () => {
      asked += 1;
      return true;
    });

    expect(outcome).toMatchObject({ kind: 'refused', class: 'transient' });
    expect('code' in outcome && outcome.code).toMatch(code);
    expect(asked).toBe(0);
  });
});

describe('a message that may have left stays in doubt:', () => {
  test.each([true, false])('the connection breaks before the answer (taken: %s)', async (taken) => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'reset', taken });

    expect(await send()).toMatchObject({ kind: 'unclear' });
    expect(cloud.received).toHaveLength(taken ? 1 : 0);
  });

  test('the connection breaks in the middle of the answer', async () => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'cut', taken: true });

    expect(await send()).toMatchObject({ kind: 'unclear' });
  });

  test('no answer comes in time', async () => {
    const { cloud } = await createCloudNumber();
    cloud.fault(person, { kind: 'hang', taken: true });
    const { send } = numberAt(cloud.url, { connectMs: 2_000, answerMs: 50 });

    expect(await send()).toMatchObject({ kind: 'unclear', code: 'ANSWER_TIMEOUT' });
    expect(cloud.received).toHaveLength(1);
  });

  test('the answer begins in time and never ends', async () => {
    const port = await listener((socket) =>
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')),
    );
    const { send } = numberAt(`http://127.0.0.1:${port}`, { connectMs: 2_000, answerMs: 50 });

    expect(await send()).toMatchObject({ kind: 'unclear', code: 'ANSWER_TIMEOUT' });
  });

  test('the answer is larger than any that WhatsApp gives', async () => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'answer', status: 200, body: 'x'.repeat(70_000), taken: true });

    expect(await send()).toMatchObject({
      kind: 'unclear',
      code: 'ANSWER_TOO_LARGE',
    });
  });

  test('Herald ends while it waits for the answer', async () => {
    const { cloud, bridge, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'hang', taken: true });
    const writing = happening();
    const sending = send({}, () => {
      queueMicrotask(writing.happen);
      return true;
    });
    await writing.happened;

    await bridge.close();

    expect(await sending).toMatchObject({ kind: 'unclear' });
  });
});

describe('describing a number', () => {
  test('keeps what is secret sealed, and the rest readable', async () => {
    const { sender } = numberAt('http://127.0.0.1:1');

    expect(sender.numberKey).toBe('500100200300');
    expect(sender.config).toEqual({
      phone_number_id: '500100200300',
      waba_id: '700800900100',
      base_url: 'http://127.0.0.1:1',
      api_version: 'v25.0',
      sealed: expect.stringMatching(/^v1\./),
    });
    expect(JSON.stringify(sender.config)).not.toContain(accessToken);
    expect(vault.open(String(sender.config.sealed))).toMatchObject({ access_token: accessToken });
  });

  test.each([
    ['an address with a password in it', { base_url: 'http://me:pass@127.0.0.1' }],
    ['an address that is not of HTTP', { base_url: 'file:///etc/passwd' }],
    ['a token with a line break', { access_token: `${accessToken}\r\nx-evil: 1` }],
    ['a token that is any word', { access_token: 'messages' }],
    ['a number instead of its id', { phone_number_id: '+34600000001' }],
    ['a version that leaves the path', { api_version: '../..' }],
    ['a tier that does not exist', { tier: 'TIER_5' }],
    ['a field that it does not know', { pin: '123456' }],
  ])('refuses %s', (_, wrong) => {
    const { bridge } = numberAt('http://127.0.0.1:1');
    expect(bridge.setUp?.(described)).toMatchObject({ numberKey: '500100200300' });
    expect(() => bridge.setUp?.({ ...described, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
