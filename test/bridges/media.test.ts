import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { InboundMedia } from '../../src/bridges/bridge.ts';
import { trustedAddress } from '../../src/bridges/cloud/media.ts';
import { addressOf } from '../../src/bridges/waha/media.ts';
import { createCloudNumber, numberAt } from './cloud-number.ts';
import { createEvolutionNumber, described as evolutionDescribed } from './evolution-number.ts';
import { createWahaNumber, wahaNumberAt } from './waha-number.ts';

// Not UTF-8, so that whoever reads it as text spoils it.
const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x80, 0xc3, 0x28]);
const mb = 1024 * 1024;
const gone = { code: 'not_found' };
const passing = { name: 'Error' };

describe('a file that came over the Cloud API', () => {
  async function createFile(
    file: { mimeType?: string; bytes?: Buffer; url?: string; size?: number } = {},
  ) {
    const number = await createCloudNumber();
    number.cloud.account.files.set('900', { mimeType: 'image/jpeg', bytes: picture, ...file });
    const { bridge, sender } = number;
    return {
      ...number,
      fetch: (media: InboundMedia = { type: 'image', id: '900' }) =>
        Promise.resolve(bridge.fetchMedia?.(sender, { providerId: 'wamid.1', media })),
    };
  }

  test('is looked up by its id, and fetched from where WhatsApp says', async () => {
    const { fetch } = await createFile();
    expect(await fetch()).toEqual({ bytes: picture, mimeType: 'image/jpeg' });
  });

  test('of 16 MB is fetched, and one byte more is too much', async () => {
    const fits = await createFile({ bytes: Buffer.alloc(16 * mb, 0x80) });
    expect((await fits.fetch())?.bytes).toHaveLength(16 * mb);

    const { fetch, cloud } = await createFile({ size: 16 * mb + 1 });
    await expect(fetch()).rejects.toMatchObject({ code: 'too_large' });
    expect(cloud.account.fetched).toEqual([]);
  });

  test('that is larger than WhatsApp says is cut off', async () => {
    const { fetch } = await createFile({ bytes: Buffer.alloc(16 * mb + 1), size: 10 });
    await expect(fetch()).rejects.toMatchObject({ code: 'too_large' });
  });

  test('is gone when WhatsApp does not know its id, or never got it', async () => {
    const { fetch, cloud } = await createFile();
    cloud.fault('number', { kind: 'error', code: 100, details: 'does not exist' });
    await expect(fetch()).rejects.toMatchObject(gone);
    cloud.fault('number', { kind: 'error', code: 131052 });
    await expect(fetch()).rejects.toMatchObject(gone);
    await expect(fetch({ type: 'image' })).rejects.toMatchObject(gone);
  });

  test.each<[string, Parameters<Awaited<ReturnType<typeof createFile>>['cloud']['fault']>]>([
    ['while the token is not accepted', ['number', { kind: 'error', code: 190, status: 401 }]],
    ['while WhatsApp is broken', ['number', { kind: 'error', code: 131000, status: 500 }]],
    ['when the look-up breaks off', ['number', { kind: 'reset', taken: false }]],
    [
      'when the look-up says nothing',
      ['number', { kind: 'answer', status: 200, body: '{}', taken: false }],
    ],
    ['when its address has expired', ['files', { kind: 'error', code: 1, status: 404 }]],
    ['when the file breaks off', ['files', { kind: 'reset', taken: false }]],
    ['when it is empty', ['files', { kind: 'answer', status: 200, body: '', taken: false }]],
  ])('may be tried again %s', async (_, fault) => {
    const { fetch, cloud } = await createFile();
    cloud.fault(...fault);
    await expect(fetch()).rejects.toMatchObject(passing);
    expect(await fetch()).toMatchObject({ bytes: picture });
  });

  test('is not asked for anywhere else, and the token goes nowhere else', async () => {
    const stranger = await createThief();
    const { fetch } = await createFile({ url: `${stranger.url}/files/900` });

    await expect(fetch()).rejects.toThrow('which gets no token');
    expect(stranger.asked).toEqual([]);
  });

  test('is not followed to where its server sends us', async () => {
    const stranger = await createThief();
    const proxy = await createThief((path) =>
      path.startsWith('/files/')
        ? { status: 302, headers: { location: stranger.url } }
        : { status: 200, body: JSON.stringify({ url: `${proxy.url}/files/900` }) },
    );
    const { bridge, sender } = numberAt(proxy.url);

    const file = { providerId: 'wamid.1', media: { type: 'image', id: '900' } } as const;
    await expect(bridge.fetchMedia?.(sender, file)).rejects.toThrow('HTTP 302');
    expect(stranger.asked).toEqual([]);
  });

  const graph = 'https://graph.facebook.com';
  test.each([
    ['https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1', graph],
    ['https://graph.facebook.com/x', graph],
    ['http://127.0.0.1:9000/files/1', 'http://127.0.0.1:9000/proxy'],
  ])('may be at %s', (url, baseUrl) => {
    expect(trustedAddress(url, baseUrl).href).toBe(url);
  });

  test.each([
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com:8443/x',
    'https://lookaside.fbsbx.com.evil.test/x',
    'https://evil-lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com@evil.test/x',
    'https://other.fbsbx.com/x',
    'http://graph.facebook.com/x',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('may not be at %j', (url) => {
    expect(() => trustedAddress(url, graph)).toThrow('which gets no token');
  });
});

describe('a file that came over WAHA', () => {
  const path = '/api/files/bakery/false_1@c.us_AC45.jpeg';

  async function createFile(url: string | undefined = `http://localhost:3000${path}`) {
    const number = await createWahaNumber();
    number.world.files.set(path, { mimeType: 'image/jpeg', bytes: picture });
    const { bridge, sender } = number;
    const media = {
      type: 'image',
      mimeType: 'image/jpeg',
      ...(url !== undefined && { url }),
    } as const;
    return {
      ...number,
      fetch: () => Promise.resolve(bridge.fetchMedia?.(sender, { providerId: 'AC45', media })),
    };
  }

  test('is fetched from the server that we know, whatever that calls itself', async () => {
    const { fetch, world } = await createFile();
    expect(await fetch()).toEqual({ bytes: picture, mimeType: 'image/jpeg' });
    expect(world.asked).toEqual([`GET ${path}`]);
  });

  test('is gone when WAHA has it no more, or keeps it elsewhere', async () => {
    const { fetch, world } = await createFile();
    world.files.clear();
    await expect(fetch()).rejects.toMatchObject(gone);

    const elsewhere = await createFile('https://bucket.s3.amazonaws.com/a.jpeg?X-Amz-Signature=1');
    await expect(elsewhere.fetch()).rejects.toMatchObject(gone);
    expect(elsewhere.world.asked).toEqual([]);
  });

  test.each<[string, Parameters<Awaited<ReturnType<typeof createFile>>['world']['fault']>[1]]>([
    ['while the key is not accepted', { kind: 'answer', status: 401, body: 'no', taken: false }],
    ['while WAHA is broken', { kind: 'answer', status: 502, body: 'no', taken: false }],
    ['when it breaks off', { kind: 'reset', taken: false }],
  ])('may be tried again %s', async (_, fault) => {
    const { fetch, world } = await createFile();
    world.fault('files', fault);
    await expect(fetch()).rejects.toMatchObject(passing);
    expect(await fetch()).toMatchObject({ bytes: picture });
  });

  test('may be tried again when nobody is there, or the credentials cannot be read', async () => {
    const { bridge, sender } = wahaNumberAt('http://127.0.0.1:1');
    const media = { type: 'image', url: `http://localhost${path}` } as const;
    const file = { providerId: 'AC45', media };
    await expect(bridge.fetchMedia?.(sender, file)).rejects.toMatchObject({ name: 'Error' });

    const unreadable = { ...sender, config: { ...sender.config, sealed: 'v1.00000000.AAAA' } };
    await expect(bridge.fetchMedia?.(unreadable, file)).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });

  const base = 'http://waha:3000/proxy';
  test.each([
    ['http://localhost:3000/api/files/a.jpeg', `${base}/api/files/a.jpeg`],
    ['https://evil.test/waha/api/files/s/a%20b.jpeg?x=1', `${base}/api/files/s/a%20b.jpeg?x=1`],
  ])('at %s is asked for at %s', (told, asked) => {
    expect(addressOf(base, told)?.href).toBe(asked);
  });

  test.each([
    'http://localhost:3000/api/sessions',
    'http://localhost:3000/api/files/../sessions',
    'http://localhost:3000/api/files/%2e%2e/sessions',
    'http://localhost:3000/api/files/..%2fsessions',
    'http://localhost:3000/api/files/..%5Csessions',
    'http://localhost:3000/api/files/',
    'http://169.254.169.254/latest/meta-data',
    '/api/files/a.jpeg',
    undefined,
  ])('at %j is not asked for', (told) => {
    expect(addressOf(base, told)).toBeUndefined();
  });
});

describe('a file that came over Evolution', () => {
  async function createFile(base64 = picture.toString('base64')) {
    const number = await createEvolutionNumber();
    const instance = number.evolution.instance(evolutionDescribed.instance);
    instance.files.set('3A1', { mimetype: 'image/jpeg', base64 });
    const { bridge, sender } = number;
    // Where it says that it is, is not looked at.
    const media = { type: 'image', id: '3A1', url: 'http://127.0.0.1:1/minio' } as const;
    return {
      ...number,
      instance,
      fetch: (providerId = '3A1') =>
        Promise.resolve(
          bridge.fetchMedia?.(sender, { providerId, media: { ...media, id: providerId } }),
        ),
    };
  }

  test('is asked for by the id of its message', async () => {
    const { fetch } = await createFile();
    expect(await fetch()).toEqual({ bytes: picture, mimeType: 'image/jpeg' });
  });

  test('of 16 MB is kept, and more is too much', async () => {
    const fits = await createFile(Buffer.alloc(16 * mb, 1).toString('base64'));
    expect((await fits.fetch())?.bytes).toHaveLength(16 * mb);
    const larger = await createFile(Buffer.alloc(16 * mb + 3, 1).toString('base64'));
    await expect(larger.fetch()).rejects.toMatchObject({ code: 'too_large' });
    const huge = await createFile(Buffer.alloc(30 * mb, 1).toString('base64'));
    await expect(huge.fetch()).rejects.toMatchObject({ code: 'too_large' });
  });

  test('is gone when there was none', async () => {
    const { fetch } = await createFile('');
    await expect(fetch()).rejects.toMatchObject(gone);
  });

  test('may be tried again while Evolution does not know the message yet, or is offline', async () => {
    const { fetch, instance } = await createFile();
    await expect(fetch('3A2')).rejects.toMatchObject(passing);
    instance.isDead = true;
    await expect(fetch()).rejects.toMatchObject(passing);
  });
});

type Answered = { status: number; body?: string; headers?: Record<string, string> };

/** A server that notes who asks it for anything. */
async function createThief(
  answer: (path: string) => Answered = () => ({ status: 200, body: 'ok' }),
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    const { status, body, headers = {} } = answer(request.url ?? '/');
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, asked };
}
