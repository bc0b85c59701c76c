import { describe, expect, test } from 'vitest';
import type { Outbound } from '../../src/bridges/bridge.ts';
import { createWahaNumber, described, person, wahaNumberAt } from './waha-number.ts';

const file = { mimeType: 'image/png', source: { url: 'https://shop.test/a.png' } };

describe('the id of a message', () => {
  const idOf = (config: object, content: Outbound['content'], token = '7.1.1') => {
    const { bridge, sender } = wahaNumberAt(described.base_url);
    const asked = { ...sender, config: { ...sender.config, ...config } };
    return bridge.chosenId?.(asked, { token, content });
  };
  const text = { kind: 'text', text: 'Hola' } as const;

  test('is ours on the engines that take one, and the same for the same message', () => {
    expect(idOf({ engine: 'NOWEB' }, text)).toBe(idOf({ engine: 'GOWS' }, text));
    expect(idOf({}, text)).toMatch(/^3EB0[\dA-F]{18}$/);
    expect(idOf({}, text, '7.2.1')).not.toBe(idOf({}, text));
    expect(idOf({}, { kind: 'text', text: 'Adiós' })).not.toBe(idOf({}, text));
  });

  test.each<[string, object, Outbound['content']]>([
    ['another engine', { engine: 'WEBJS' }, text],
    ['an engine that nobody told of', { engine: undefined }, text],
    ['a WAHA that is older than that', { version: '2026.4.2' }, text],
    ['a WAHA of a year before', { version: '2025.12.9' }, text],
    ['a WAHA that does not say how old it is', { version: undefined }, text],
    ['a file', {}, { kind: 'media', media: { type: 'image', ...file } }],
  ])('is WhatsApp’s own on %s', (_, config, content) => {
    expect(idOf(config, content)).toBeUndefined();
  });

  test.each(['2026.4.3', '2026.5.0', '2027.1.1', '2026.10.1-beta'])(
    'is ours since %s',
    (version) => {
      expect(idOf({ version }, text)).toBeDefined();
    },
  );
});

describe('a person', () => {
  test('is written to under the id that WhatsApp knows, and asked about once', async () => {
    const chats = { '5511987654321': '551187654321@c.us' };
    const { waha, world, send } = await createWahaNumber({ chats });

    await send({ to: '+5511987654321' });
    await send({ to: '+5511987654321', token: '7.2.1' });

    expect(waha.received.map(({ chatId }) => chatId)).toEqual(Array(2).fill('551187654321@c.us'));
    expect(world.asked.filter((path) => path.includes('check-exists'))).toHaveLength(1);
  });

  test('is asked about again after a day', async () => {
    let nowMs = 0;
    const { world, send } = await createWahaNumber({ nowMs: () => nowMs });

    await send();
    nowMs += 24 * 3_600_000;
    await send({ token: '7.2.1' });

    expect(world.asked.filter((path) => path.includes('check-exists'))).toHaveLength(2);
  });

  test('whose chat has a LID gets it, and the LID is told', async () => {
    const { waha, send } = await createWahaNumber({ chats: { [person]: '99887766@lid' } });

    expect(await send()).toMatchObject({ person: { phone: `+${person}`, lid: '99887766' } });
    expect(waha.received[0]?.chatId).toBe('99887766@lid');
  });

  test('of whom only the LID is known is not asked about', async () => {
    const { waha, world, send } = await createWahaNumber();

    await send({ to: '', person: { lid: '123123123' } });

    expect(waha.received[0]?.chatId).toBe('123123123@lid');
    expect(world.asked).toEqual(['POST /api/sendText']);
  });

  test('of whom nothing is known is not written to', async () => {
    const { send } = await createWahaNumber();
    expect(await send({ to: '' })).toMatchObject({ class: 'recipient_permanent' });
  });

  test('who is not on WhatsApp is not written to', async () => {
    const { waha, send } = await createWahaNumber({ chats: { [person]: null } });

    expect(await send()).toMatchObject({
      kind: 'refused',
      class: 'recipient_undeliverable',
      code: 'not_on_whatsapp',
    });
    expect(waha.received).toEqual([]);
  });
});
