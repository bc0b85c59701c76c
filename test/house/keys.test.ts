import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deriveKeys, readOptOut, readSecretKey, signOptOut } from '../../src/keys.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'herald-keys-'));
});

afterEach(() => rm(dataDir, { recursive: true }));

describe('the secret key', () => {
  test('is made once and then read again', async () => {
    const first = await readSecretKey(undefined, dataDir);

    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await readSecretKey(undefined, dataDir)).toBe(first);
  });

  test('lies where only its owner can read it', async () => {
    await readSecretKey(undefined, dataDir);

    const { mode } = await stat(join(dataDir, 'secret.key'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('is the configured one where there is one, and no file is made', async () => {
    expect(await readSecretKey('configured', dataDir)).toBe('configured');
    await expect(stat(join(dataDir, 'secret.key'))).rejects.toThrow('ENOENT');
  });

  test('is not accepted when half of it is missing', async () => {
    const path = join(dataDir, 'secret.key');
    await readSecretKey(undefined, dataDir);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 20));

    await expect(readSecretKey(undefined, dataDir)).rejects.toThrow(/secret\.key.*backup/);
  });

  test('gives every purpose a key of its own', () => {
    const keys = Object.values(deriveKeys('a secret key'));

    expect(new Set(keys).size).toBe(keys.length);
    expect(deriveKeys('another secret key').optOut).not.toBe(deriveKeys('a secret key').optOut);
  });
});

describe('the token of an opt-out link', () => {
  const id = fc.integer({ min: -(2 ** 31), max: 2 ** 53 - 1 });
  const target = fc.record({ workspaceId: id, contactId: id, campaignId: id });

  test('says whom it was made for', () => {
    fc.assert(
      fc.property(target, (made) => {
        expect(readOptOut('key', signOptOut('key', made))).toEqual(made);
      }),
    );
  });

  test('is worthless with any one character changed', () => {
    const text = signOptOut('key', { workspaceId: 1, contactId: 42, campaignId: 7 });
    const position = fc.nat({ max: text.length - 1 });
    const character = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz01-_.',
    );
    fc.assert(
      fc.property(position, character, (at, other) => {
        fc.pre(text[at] !== other);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(readOptOut('key', changed)).toBeUndefined();
      }),
    );
  });

  test('is worthless with another key', () => {
    const text = signOptOut('key', { workspaceId: 1, contactId: 42, campaignId: 7 });

    expect(readOptOut('another key', text)).toBeUndefined();
  });

  test('is short enough for a message', () => {
    const text = signOptOut('key', { workspaceId: 12, contactId: 1_234_567, campaignId: 345 });

    expect(text.length).toBeLessThan(50);
  });
});
