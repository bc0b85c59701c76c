import { describe, expect, test } from 'vitest';
import type { Outbound } from '../../src/bridges/bridge.ts';
import { happening } from './cloud-number.ts';
import {
  createWahaNumber,
  described,
  letterTo,
  person,
  vault,
  wahaNumberAt,
} from './waha-number.ts';

const chatId = `${person}@c.us`;
const file = { mimeType: 'image/png', source: { url: 'https://shop.test/a.png' } };
const bytes = { bytes: Buffer.from('not really a film'), key: 'film' };
const answered = {
  index: 0,
  kind: 'quick_reply',
  value: 'yes',
} as const;
const template = {
  name: 'spring',
  language: 'es',
  body: [],
  buttons: [answered],
  text: 'Vuelve la primavera',
};

/** What it is; the content; the way it goes; the body, apart from session and chat. */
const kinds: [string, Outbound['content'], string, object][] = [
  [
    'a text',
    { kind: 'text', text: 'Añil 🦩\nhttps://herald.test' },
    'sendText',
    {
      text: 'Añil 🦩\nhttps://herald.test',
      linkPreview: false,
      id: expect.stringMatching(/^3EB0[\dA-F]{18}$/),
    },
  ],
  [
    'buttons, as choices to answer with',
    {
      kind: 'buttons',
      text: 'Shall we?',
      buttons: [
        { id: 'y', title: 'Yes' },
        { id: 'n', title: 'No' },
      ],
    },
    'sendText',
    { text: 'Shall we?\n\n1. Yes\n2. No', linkPreview: false, id: expect.any(String) },
  ],
  [
    'a template, as its text',
    { kind: 'template', template },
    'sendText',
    { text: 'Vuelve la primavera', linkPreview: false, id: expect.any(String) },
  ],
  [
    'a template with a picture',
    {
      kind: 'template',
      template: { ...template, header: { kind: 'media', media: { type: 'image', ...file } } },
    },
    'sendImage',
    { caption: 'Vuelve la primavera', file: { mimetype: 'image/png', url: file.source.url } },
  ],
  [
    'a picture by its address',
    { kind: 'media', media: { type: 'image', ...file }, caption: 'Look' },
    'sendImage',
    { caption: 'Look', file: { mimetype: 'image/png', url: 'https://shop.test/a.png' } },
  ],
  [
    'a film by its bytes',
    { kind: 'media', media: { type: 'video', mimeType: 'video/mp4', source: bytes } },
    'sendVideo',
    {
      caption: '',
      convert: true,
      file: { mimetype: 'video/mp4', data: Buffer.from('not really a film').toString('base64') },
    },
  ],
  [
    'a document with its name',
    {
      kind: 'media',
      media: {
        type: 'document',
        mimeType: 'application/pdf',
        fileName: 'Menú.pdf',
        source: { url: 'https://shop.test/menu' },
      },
    },
    'sendFile',
    {
      caption: '',
      file: { mimetype: 'application/pdf', filename: 'Menú.pdf', url: 'https://shop.test/menu' },
    },
  ],
  [
    'a sound',
    {
      kind: 'media',
      media: { type: 'audio', mimeType: 'audio/ogg', source: { url: 'https://shop.test/o' } },
    },
    'sendVoice',
    { convert: true, file: { mimetype: 'audio/ogg', url: 'https://shop.test/o' } },
  ],
  [
    'a sound with words, which a voice message has no place for',
    {
      kind: 'media',
      media: { type: 'audio', mimeType: 'audio/ogg', source: { url: 'https://shop.test/o' } },
      caption: 'Listen',
    },
    'sendFile',
    { caption: 'Listen', file: { mimetype: 'audio/ogg', url: 'https://shop.test/o' } },
  ],
];

describe('a message over WAHA', () => {
  test.each(kinds)('is %s', async (_, content, way, body) => {
    const { waha, send } = await createWahaNumber();

    const outcome = await send({ content });

    const [message] = waha.received;
    expect(outcome).toEqual({ kind: 'accepted', providerId: message?.id });
    expect(message).toMatchObject({ way, to: person });
    expect(message?.body).toEqual({ session: 'bakery', chatId, ...body });
  });

  test('answers another one in the form that every engine understands', async () => {
    const { waha, send } = await createWahaNumber();

    await send({ replyTo: 'AC4501' });
    await send({ replyTo: 'false_1@lid_AC4502', token: '7.2.1' });

    const quoted = waha.received.map(({ body }) => body.reply_to);
    expect(quoted).toEqual([`false_${chatId}_AC4501`, 'false_1@lid_AC4502']);
  });

  test('carries the id that was told before, and WhatsApp drops it the second time', async () => {
    const { waha, bridge, sender, send } = await createWahaNumber();
    const { content, token } = letterTo(person);
    const id = bridge.chosenId?.(sender, { token, content });

    expect(await send()).toEqual({ kind: 'accepted', providerId: id });
    expect(await send()).toEqual({ kind: 'accepted', providerId: id });
    expect(waha.world.tally().total).toBe(1);
  });

  test('of many at once reaches each person once', async () => {
    const { world, send } = await createWahaNumber();
    const people = Array.from({ length: 100 }, (_, n) => `+3460000${1000 + n}`);

    const outcomes = await Promise.all(people.map((to) => send({ to, token: `7.1.${to}` })));

    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(new Set(world.received.map(({ to }) => `+${to}`))).toEqual(new Set(people));
    expect(world.tally()).toMatchObject({ total: 100, twice: [] });
  });

  test('stops the number when nobody can open its credentials', async () => {
    const { waha, bridge, sender } = await createWahaNumber();
    const stranger = { ...sender, config: { ...sender.config, sealed: 'v1.00000000.AAAA' } };

    const outcome = await bridge.send(stranger, letterTo(person), () => true);

    expect(outcome).toMatchObject({ kind: 'refused', class: 'stop_sender', code: 'credentials' });
    expect(waha.received).toEqual([]);
  });

  test('is held back when the gate is closed, and asked about it once', async () => {
    const { waha, send } = await createWahaNumber();
    let asked = 0;
    const outcome = await send({}, () => {
      asked += 1;
      return false;
    });

    expect(outcome).toMatchObject({ kind: 'not_written' });
    expect([asked, waha.received.length]).toEqual([1, 0]);
  });
});

describe('a message that may have left stays in doubt:', () => {
  test.each([true, false])('the connection breaks before the answer (taken: %s)', async (taken) => {
    const { waha, world, send } = await createWahaNumber();
    world.fault(person, { kind: 'reset', taken });

    expect(await send()).toMatchObject({ kind: 'unclear' });
    expect(waha.received).toHaveLength(taken ? 1 : 0);
  });

  test('no answer comes in time', async () => {
    const limits = { connectMs: 2_000, answerMs: 50 };
    const { waha, world, send } = await createWahaNumber({ limits });
    world.fault(person, { kind: 'hang', taken: true });

    expect(await send()).toMatchObject({ kind: 'unclear', code: 'ANSWER_TIMEOUT' });
    expect(waha.received).toHaveLength(1);
  });

  test('Herald ends while it waits for the answer', async () => {
    const { world, bridge, send } = await createWahaNumber();
    world.fault(person, { kind: 'hang', taken: true });
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

test('a message that certainly did not leave is due again later, and its gate was not asked', async () => {
  const { waha, send } = await createWahaNumber();
  await waha.close();
  let asked = 0;
  const outcome = await send({}, () => {
    asked += 1;
    return true;
  });

  expect(outcome).toMatchObject({ kind: 'refused', class: 'transient', code: 'ECONNREFUSED' });
  expect(asked).toBe(0);
});

describe('the description of a number', () => {
  test('is kept with its secrets sealed', () => {
    const { bridge } = wahaNumberAt(described.base_url);
    const setUp = bridge.setUp?.({ ...described, base_url: 'https://waha.test:3000/behind/' });

    expect(setUp).toEqual({
      numberKey: 'bakery@waha.test:3000/behind',
      config: {
        base_url: 'https://waha.test:3000/behind',
        session: 'bakery',
        sealed: expect.stringMatching(/^v1\./),
      },
    });
    expect(vault.open(String(setUp?.config.sealed))).toEqual({
      api_key: described.api_key,
      webhook_secret: described.webhook_secret,
    });
  });

  test.each([
    ['an address with a password in it', { base_url: 'http://me:pass@127.0.0.1' }],
    ['an address that is not of HTTP', { base_url: 'file:///etc/passwd' }],
    ['an address with a question', { base_url: 'http://waha.test/?key=1' }],
    ['a key with a line break', { api_key: 'key\r\nx-evil: 1' }],
    ['no key', { api_key: '' }],
    ['a session that leaves the path', { session: '../sessions' }],
    ['a secret that is soon guessed', { webhook_secret: 'secret' }],
    ['a field that it does not know', { engine: 'GOWS' }],
  ])('is refused with %s', (_, wrong) => {
    const { bridge } = wahaNumberAt(described.base_url);
    expect(() => bridge.setUp?.({ ...described, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
