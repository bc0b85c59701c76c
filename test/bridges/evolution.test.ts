import { describe, expect, test } from 'vitest';
import type { OutboundContent } from '../../src/bridges/bridge.ts';
import { listener } from './cloud-number.ts';
import {
  createEvolutionNumber,
  described,
  numberAt,
  person,
  text,
  vault,
} from './evolution-number.ts';

const picture = {
  type: 'image',
  mimeType: 'image/png',
  source: { bytes: Buffer.from('png'), key: 'k1' },
} as const;
const sheet = {
  type: 'document',
  mimeType: 'application/pdf',
  fileName: 'prices.pdf',
  source: { url: 'https://bakery.test/prices.pdf' },
} as const;
const song = {
  type: 'audio',
  mimeType: 'audio/ogg',
  source: { url: 'https://b.test/a.ogg' },
} as const;
const offer = {
  name: 'offer',
  language: 'pt_BR',
  body: [{ text: 'Ana' }, { name: 'order', text: '#12' }],
  buttons: [{ index: 1, kind: 'quick_reply', value: 'STOP' }],
  text: 'Oi Ana, pedido #12',
} as const;

/** What it is; the content; the call; what its body holds besides the number. */
const contents: [string, OutboundContent, string, object][] = [
  ['text', text('Añil 🦩'), 'sendText', { text: 'Añil 🦩', linkPreview: false }],
  [
    'a picture of which we have the bytes',
    { kind: 'media', media: picture, caption: 'Look' },
    'sendMedia',
    { mediatype: 'image', mimetype: 'image/png', media: 'cG5n', caption: 'Look' },
  ],
  [
    'a document at an address',
    { kind: 'media', media: sheet },
    'sendMedia',
    {
      mediatype: 'document',
      mimetype: 'application/pdf',
      fileName: 'prices.pdf',
      media: 'https://bakery.test/prices.pdf',
    },
  ],
  [
    'a sound, as a voice message',
    { kind: 'media', media: song },
    'sendWhatsAppAudio',
    { audio: 'https://b.test/a.ogg' },
  ],
  [
    'a sound with words, as a file',
    { kind: 'media', media: song, caption: 'Listen' },
    'sendMedia',
    {
      mediatype: 'document',
      mimetype: 'audio/ogg',
      media: 'https://b.test/a.ogg',
      caption: 'Listen',
    },
  ],
  [
    'buttons, as choices with numbers',
    {
      kind: 'buttons',
      text: 'Coming?',
      buttons: [
        { id: 'y', title: 'Yes' },
        { id: 'n', title: 'No' },
      ],
    },
    'sendText',
    { text: 'Coming?\n\n1. Yes\n2. No', linkPreview: false },
  ],
  [
    'a template, as its text',
    { kind: 'template', template: offer },
    'sendText',
    { text: offer.text, linkPreview: false },
  ],
  [
    'a template with a picture, as the picture with its text',
    { kind: 'template', template: { ...offer, header: { kind: 'media', media: picture } } },
    'sendMedia',
    { mediatype: 'image', mimetype: 'image/png', media: 'cG5n', caption: offer.text },
  ],
];

describe('a message over Evolution', () => {
  test.each(contents)('may be %s', async (_, content, call, body) => {
    const { evolution, send } = await createEvolutionNumber();

    expect(await send({ content })).toMatchObject({ kind: 'accepted' });

    const [received] = evolution.received;
    expect(received).toMatchObject({ instance: described.instance, to: person, call });
    expect(received?.body).toEqual({ number: person, ...body });
  });

  test('is accepted under the id that WhatsApp has for it', async () => {
    const { evolution, send } = await createEvolutionNumber();
    expect(await send()).toEqual({ kind: 'accepted', providerId: evolution.received[0]?.id });
  });

  test('answers another one', async () => {
    const { evolution, send } = await createEvolutionNumber();
    await send({ replyTo: '3EB0QUESTION' });
    expect(evolution.received[0]?.body).toMatchObject({ quoted: { key: { id: '3EB0QUESTION' } } });
  });

  test('goes to the LID of somebody who hides the phone', async () => {
    const { evolution, send } = await createEvolutionNumber();

    const outcome = await send({ to: '', person: { lid: '139871234567890' } });

    expect(outcome).toMatchObject({ kind: 'accepted', person: { lid: '139871234567890' } });
    expect(evolution.received[0]?.to).toBe('139871234567890@lid');
  });

  test('to nobody is not written', async () => {
    const { send } = await createEvolutionNumber();
    expect(await send({ to: '' })).toMatchObject({ kind: 'refused', class: 'our_bug' });
  });

  test('carries the key in the header, and the name of the instance in the path', async () => {
    const chunks: Buffer[] = [];
    const port = await listener((socket) => {
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        if (Buffer.concat(chunks).includes('"linkPreview"')) socket.destroy();
      });
    });
    await numberAt(`http://127.0.0.1:${port}/evo/`).send();

    const [head = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(head).toMatch(/^POST \/evo\/message\/sendText\/bakery%201 HTTP\/1\.1\r\n/);
    expect(head).toContain(`apikey: ${described.api_key}`);
  });

  test('of many at once reaches each person once', async () => {
    const { evolution, send } = await createEvolutionNumber();
    const people = Array.from({ length: 200 }, (_, n) => `+3460000${1000 + n}`);

    const outcomes = await Promise.all(people.map((to) => send({ to })));

    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(evolution.tally()).toMatchObject({ total: 200, twice: [] });
  });

  test('stops the number when nobody can open its credentials', async () => {
    const { evolution, bridge, sender } = await createEvolutionNumber();
    const stranger = { ...sender, config: { ...sender.config, sealed: 'v1.00000000.AAAA' } };

    const message = { to: `+${person}`, content: text('Hola'), token: '7.1.1' };
    const outcome = await bridge.send(stranger, message, () => true);

    expect(outcome).toMatchObject({ kind: 'refused', class: 'stop_sender', code: 'credentials' });
    expect(evolution.received).toEqual([]);
  });

  test('does not leave when the gate is closed', async () => {
    const { evolution, send } = await createEvolutionNumber();
    expect(await send({}, () => false)).toMatchObject({ kind: 'not_written' });
    expect(evolution.received).toEqual([]);
  });
});

describe('an instance that speaks the Cloud API', () => {
  async function businessNumber() {
    const number = await createEvolutionNumber();
    const { bridge, evolution, sender } = number;
    evolution.instance(described.instance).integration = 'WHATSAPP-BUSINESS';
    const { facts } = await bridge.connect(sender);
    const config = { ...sender.config, ...facts };
    const send = (content: OutboundContent) =>
      bridge.send({ ...sender, config }, { to: `+${person}`, content, token: '7.1.1' }, () => true);
    return { evolution, send };
  }

  test('sends a template by its name', async () => {
    const { evolution, send } = await businessNumber();
    const header = { kind: 'media', media: { ...sheet, type: 'image' } } as const;

    await send({ kind: 'template', template: { ...offer, header } });

    const [received] = evolution.received;
    expect(received?.call).toBe('sendTemplate');
    expect(received?.body).toEqual({
      number: person,
      name: 'offer',
      language: 'pt_BR',
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { link: sheet.source.url } }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana' },
            { type: 'text', parameter_name: 'order', text: '#12' },
          ],
        },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '1',
          parameters: [{ type: 'payload', payload: 'STOP' }],
        },
      ],
    });
  });

  test('cannot upload the header of one', async () => {
    const { evolution, send } = await businessNumber();
    const header = { kind: 'media', media: picture } as const;

    const outcome = await send({ kind: 'template', template: { ...offer, header } });

    expect(outcome).toMatchObject({ kind: 'refused', class: 'our_bug' });
    expect(evolution.received).toEqual([]);
  });
});

describe('a number on Evolution', () => {
  test('is known by its instance and its server, and keeps its secrets sealed', () => {
    const { sender } = numberAt('https://evo.test:8443/api/');

    expect(sender.numberKey).toBe('bakery 1@evo.test:8443/api');
    expect(sender.config).toEqual({
      base_url: 'https://evo.test:8443/api',
      instance: 'bakery 1',
      sealed: expect.stringMatching(/^v1\./),
    });
    const { api_key, webhook_secret } = described;
    expect(vault.open(String(sender.config.sealed))).toEqual({ api_key, webhook_secret });
  });

  test('stays the same with other secrets, or with TLS in front', () => {
    const { bridge, sender } = numberAt('http://evo.test');
    const changed = { ...described, base_url: 'https://evo.test/', webhook_secret: 'another-word' };
    expect(bridge.setUp?.(changed).numberKey).toBe(sender.numberKey);
  });

  test('leaves slowly, and says what one should know of it', () => {
    const { bridge } = numberAt('http://evo.test');
    expect(bridge).toMatchObject({ minimumIntervalMs: 3_000, personIntervalMs: 0 });
    expect(bridge.campaignInterval).toEqual({ defaultSeconds: 30, minimumSeconds: 10, jitter: 1 });
    expect(bridge.risks).toMatch(/banned/);
    expect(bridge.notice).toMatch(/uses Evolution API/);
  });

  test.each([
    ['an address with a password in it', { base_url: 'http://me:pass@127.0.0.1' }],
    ['an address that is not of HTTP', { base_url: 'file:///etc/passwd' }],
    ['a key with a line break', { api_key: 'key\r\nx-evil: 1' }],
    ['a secret that can be guessed', { webhook_secret: 'hi' }],
    ['a secret with a space', { webhook_secret: 'Bearer of news' }],
    ['an instance that leaves the path', { instance: '../instance' }],
    ['an instance without a name', { instance: '' }],
    ['a field that it does not know', { token: '123456' }],
  ])('is refused with %s', (_, wrong) => {
    const { bridge } = numberAt('http://127.0.0.1:1');
    const right = { ...described, base_url: 'http://127.0.0.1:1' };
    expect(bridge.setUp?.(right)).toMatchObject({ numberKey: 'bakery 1@127.0.0.1:1' });
    expect(() => bridge.setUp?.({ ...right, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
