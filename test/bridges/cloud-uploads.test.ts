import { describe, expect, onTestFinished, test } from 'vitest';
import type { OutboundContent } from '../../src/bridges/bridge.ts';
import { createCloudBridge } from '../../src/bridges/cloud/bridge.ts';
import type { Fault } from '../support/fake-cloud-world.ts';
import { createCloudNumber, described, letterTo, person, vault } from './cloud-number.ts';

const bytes = new Uint8Array([0, 137, 80, 78, 71, 13, 10, 26, 10, 45, 45, 255]);
const media = (key = 'sha-1') =>
  ({
    type: 'image',
    mimeType: 'image/png',
    fileName: 'a"b\n.png',
    source: { bytes, key },
  }) as const;
const content: OutboundContent = { kind: 'media', media: media(), caption: 'Hola' };

describe('a file of which we have the bytes', () => {
  test('is uploaded as it is, and sent by its id', async () => {
    const { cloud, send } = await createCloudNumber();

    expect(await send({ content })).toMatchObject({ kind: 'accepted' });

    expect(cloud.account.uploads).toMatchObject([
      { numberId: '500100200300', mimeType: 'image/png', bytes: Buffer.from(bytes) },
    ]);
    expect(cloud.received[0]?.sent.image).toEqual({ id: 'media1', caption: 'Hola' });
  });

  test('on top of a template goes the same way', async () => {
    const { cloud, send } = await createCloudNumber();
    const header = { kind: 'media', media: media() } as const;
    const template = { name: 'sale', language: 'es', header, body: [], buttons: [], text: '' };

    await send({ content: { kind: 'template', template } });

    expect(cloud.received[0]?.sent.template).toMatchObject({
      components: [{ parameters: [{ type: 'image', image: { id: 'media1' } }] }],
    });
  });

  test('is uploaded once for all who get it, also at the same moment', async () => {
    const { cloud, send } = await createCloudNumber();
    const people = Array.from({ length: 20 }, (_, n) => `+3460000${1000 + n}`);

    await Promise.all(people.map((to) => send({ to, content })));
    await send({ content });

    expect(cloud.account.uploads).toHaveLength(1);
    expect(cloud.received).toHaveLength(21);
  });

  test('is uploaded before the gate is asked, and also when it stays closed', async () => {
    const { cloud, send } = await createCloudNumber();

    const outcome = await send({ content }, () => {
      expect(cloud.account.uploads).toHaveLength(1);
      return false;
    });

    expect(outcome).toMatchObject({ kind: 'not_written' });
    expect(cloud.received).toEqual([]);
  });

  test('is uploaded anew for another number, for other bytes, and after 29 days', async () => {
    const { cloud } = await createCloudNumber();
    let nowMs = 0;
    const bridge = createCloudBridge({ vault, nowMs: () => nowMs });
    onTestFinished(() => bridge.close());
    const sendFrom = (id: string, key: string) => {
      const setUp = bridge.setUp?.({ ...described, base_url: cloud.url, phone_number_id: id });
      const sender = { senderId: Number(id), numberKey: id, config: setUp?.config ?? {} };
      const message = {
        ...letterTo(person),
        content: { kind: 'media', media: media(key) } as const,
      };
      return bridge.send(sender, message, () => true);
    };
    const count = () => cloud.account.uploads.length;

    await sendFrom('11111', 'sha-1');
    await sendFrom('11111', 'sha-1');
    expect(count()).toBe(1);
    await sendFrom('11111', 'sha-2');
    expect(count()).toBe(2);
    await sendFrom('22222', 'sha-1');
    expect(count()).toBe(3);
    nowMs += 29 * 24 * 3_600_000;
    await sendFrom('11111', 'sha-1');
    expect(count()).toBe(4);
  });

  test('is brought anew when WhatsApp does not like its id any more', async () => {
    const { cloud, send } = await createCloudNumber();
    await send({ content });
    cloud.fault(person, { kind: 'error', code: 131009, details: 'No such media' });
    await send({ content });

    await send({ content });

    expect(cloud.account.uploads).toHaveLength(2);
    expect(cloud.received.map(({ sent }) => sent.image)).toMatchObject([
      { id: 'media1' },
      { id: 'media2' },
    ]);
  });
});

describe('a file that cannot be uploaded', () => {
  test.each<[string, Fault, object]>([
    [
      'as it is no picture',
      { kind: 'answer', status: 400, body: '{"error":{"code":4242}}', taken: false },
      { class: 'media', code: '4242' },
    ],
    ['by its code', { kind: 'error', code: 131053 }, { class: 'media', code: '131053' }],
    [
      'for want of a valid token',
      { kind: 'error', code: 190, status: 401 },
      { class: 'stop_sender' },
    ],
    ['as it goes too fast', { kind: 'error', code: 80007 }, { class: 'slow_down' }],
    [
      'at the moment',
      { kind: 'answer', status: 503, body: '', taken: false },
      { class: 'transient', code: 'http_503' },
    ],
    ['as the line breaks', { kind: 'reset', taken: false }, { class: 'transient' }],
    [
      'with an answer that is none',
      { kind: 'answer', status: 200, body: '{}', taken: false },
      { class: 'transient' },
    ],
  ])('%s leaves no doubt: nothing was sent', async (_, fault, outcome) => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault('media', fault);

    const sent = await send({ content }, () => expect.unreachable('the gate was asked'));

    expect(sent).toMatchObject({ kind: 'refused', ...outcome });
    expect(cloud.received).toEqual([]);
  });

  test('is not tried by every message, and again after half a minute', async () => {
    const { cloud } = await createCloudNumber();
    let nowMs = 0;
    const bridge = createCloudBridge({ vault, nowMs: () => nowMs });
    onTestFinished(() => bridge.close());
    const setUp = bridge.setUp?.({ ...described, base_url: cloud.url });
    const sender = { senderId: 1, numberKey: '500100200300', config: setUp?.config ?? {} };
    const send = () => bridge.send(sender, { ...letterTo(person), content }, () => true);
    cloud.fault('media', { kind: 'error', code: 131053 });

    expect(await send()).toMatchObject({ kind: 'refused' });
    expect(await send()).toMatchObject({ kind: 'refused' });
    expect(cloud.account.uploads).toEqual([]);

    nowMs += 30_000;
    expect(await send()).toMatchObject({ kind: 'accepted' });
  });
});
