import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchFile, type Outside } from '../../src/outside/fetch-file.ts';
import { isPublicAddress } from '../../src/outside/public-address.ts';
import { testCertificate } from '../support/certificate.ts';

const limits = { bytesMax: 1_000, timeMs: 5_000 };

/**
 * A server on this machine that counts as the internet: names under `.test` lead to it, and its
 * address counts as public when it was looked up as `files.test`.
 */
async function createOutside(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const looked: string[] = [];
  const server = createServer(testCertificate, (request, response) => {
    asked.push(request.url ?? '');
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const outside: Outside = {
    ca: testCertificate.cert,
    resolve: ((name: string, _: object, done: (...answer: unknown[]) => void) => {
      looked.push(name);
      if (name === 'nowhere.test') done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
      else done(null, [{ address: '127.0.0.1', family: 4 }]);
    }) as Outside['resolve'],
    isPublic: (address) =>
      isPublicAddress(address) || (address === '127.0.0.1' && looked.at(-1) === 'files.test'),
  };
  const url = (path: string, name = 'files.test') => `https://${name}:${port}${path}`;
  return { outside, url, asked, looked, port };
}

describe('a file of somebody else', () => {
  test('is fetched, and looked up once for its connection', async () => {
    const { outside, url, looked } = await createOutside((_, response) =>
      response.writeHead(200, { 'content-type': 'image/png; charset=x' }).end('bytes'),
    );

    const { bytes, contentType } = await fetchFile(url('/a'), limits, outside);

    expect(Buffer.from(bytes).toString()).toBe('bytes');
    expect(contentType).toBe('image/png');
    expect(looked).toEqual(['files.test']);
  });

  test('is followed where it has moved', async () => {
    const { outside, url, asked } = await createOutside(({ url: path }, response) => {
      if (path === '/new') response.end('here');
      else response.writeHead(302, { location: '/new' }).end('moved');
    });

    const { bytes } = await fetchFile(url('/old'), limits, outside);

    expect(Buffer.from(bytes).toString()).toBe('here');
    expect(asked).toEqual(['/old', '/new']);
  });

  test.each([
    ['a private address', () => 'https://10.0.0.1/'],
    ['the loopback', () => 'https://127.0.0.1:1/'],
    ['the loopback in other digits', () => 'https://0x7f.1/'],
    ['the loopback in IPv6', () => 'https://[::1]/'],
    ['the services of a cloud', () => 'https://169.254.169.254/latest/meta-data'],
    ['plain HTTP', () => 'http://files.test/'],
    ['a file of this machine', () => 'file:///etc/passwd'],
    ['a user', () => 'https://me:word@files.test/'],
    ['no address', () => 'https://'],
  ])('behind %s is refused before anything is asked', async (_, wrong) => {
    const { outside, looked } = await createOutside((_, response) => response.end('inside'));

    await expect(fetchFile(wrong(), limits, outside)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(looked).toEqual([]);
  });

  test('whose name leads inside is refused, and nothing is connected to', async () => {
    const { outside, url, asked } = await createOutside((_, response) => response.end('inside'));

    await expect(fetchFile(url('/', 'inside.test'), limits, outside)).rejects.toThrow(
      'The address does not lead to a public server.',
    );
    expect(asked).toEqual([]);
  });

  test.each([
    ['a private address', 'https://192.168.0.1/secret'],
    ['plain HTTP', 'http://files.test/secret'],
    ['a name that leads inside', 'https://inside.test/secret'],
  ])('that redirects to %s is refused', async (_, location) => {
    const { outside, url, asked, port } = await createOutside((_, response) =>
      response.writeHead(307, { location: location.replace('.test/', `.test:${port}/`) }).end(),
    );

    await expect(fetchFile(url('/old'), limits, outside)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(asked).toEqual(['/old']);
  });

  test('that redirects for ever is given up', async () => {
    const { outside, url, asked } = await createOutside((_, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );

    await expect(fetchFile(url('/'), limits, outside)).rejects.toThrow('too often');
    expect(asked).toHaveLength(5);
  });

  test.each([
    ['says so', { 'content-length': '5000' }],
    ['does not say so', {}],
  ])('that is too large and %s is cut off', async (_, headers) => {
    const { outside, url } = await createOutside((_, response) =>
      response.writeHead(200, headers).end(Buffer.alloc(5_000)),
    );

    await expect(fetchFile(url('/'), limits, outside)).rejects.toMatchObject({ code: 'too_large' });
  });

  test.each([
    ['never answers', () => {}],
    [
      'never ends',
      (_: IncomingMessage, response: ServerResponse) => response.writeHead(200).write('a'),
    ],
  ])('that %s is given up in time', async (_, handle) => {
    const { outside, url } = await createOutside(handle);

    await expect(fetchFile(url('/'), { ...limits, timeMs: 50 }, outside)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The address does not answer in time.',
    });
  });

  test('that is not there, or whose server is not, says so', async () => {
    const { outside, url } = await createOutside((_, response) => response.writeHead(404).end());

    await expect(fetchFile(url('/'), limits, outside)).rejects.toThrow('answers with HTTP 404');
    await expect(fetchFile(url('/', 'nowhere.test'), limits, outside)).rejects.toThrow(
      'could not be reached (ENOTFOUND)',
    );
  });
});
