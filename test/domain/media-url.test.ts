import { describe, expect, test } from 'vitest';
import { readMediaUrl } from '../../src/domain/media-url.ts';

describe('the address of a file', () => {
  test.each([
    ['https://a.example/b.png', 'image', 'image/png', undefined],
    ['https://a.example/b', 'image', 'image/jpeg', undefined],
    ['https://a.example/film.MP4?x=1', 'video', 'video/mp4', undefined],
    ['https://a.example/voice.ogg', 'audio', 'audio/ogg', undefined],
    ['https://a.example/Price%20list.pdf', 'document', 'application/pdf', 'Price list.pdf'],
    ['https://a.example/%00a%E0%A4.pdf', 'document', 'application/pdf', '%00a%E0%A4.pdf'],
    ['https://a.example/x%00y.txt', 'document', 'text/plain', 'xy.txt'],
    ['https://a.example/', 'document', 'application/octet-stream', undefined],
  ] as const)('%s is read as a %s', (url, type, mimeType, fileName) => {
    const media = readMediaUrl(url, type);

    expect(media).toMatchObject({ type, mimeType, source: { url } });
    expect(media.fileName).toBe(fileName);
  });

  test.each([
    'http://a.example/b.png',
    'ftp://a.example/b.png',
    'file:///etc/passwd',
    'https://',
    'https://me@a.example/b.png',
    'https://10.0.0.1/b.png',
    'https://[::1]/b.png',
    'https://0x7f.1/b.png',
    'https://2130706433/b.png',
    'https://waha/b.png',
    'https://db.internal./b.png',
  ])('%s is refused', (url) => {
    expect(() => readMediaUrl(url, 'image')).toThrow(/^media_url must/);
  });
});
