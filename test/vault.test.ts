import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVault } from '../src/vault.ts';

const vault = createVault('a secret key that only this test knows');
const plain = { access_token: 'EAAtoken', app_secret: 'shh', name: 'Añil 🦩' };

describe('the vault', () => {
  test('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.object(), (anything) => {
        expect(vault.open(vault.seal(anything))).toEqual(JSON.parse(JSON.stringify(anything)));
      }),
    );
  });

  test('shows nothing of it', () => {
    const sealed = vault.seal(plain);
    expect(sealed).toMatch(/^v1\.[\da-f]{8}\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString()).not.toContain('EAA');
  });

  test('never seals the same thing the same way', () => {
    expect(vault.seal(plain)).not.toBe(vault.seal(plain));
  });

  test('opens what another process with the same key has sealed', () => {
    const other = createVault('a secret key that only this test knows');
    expect(other.open(vault.seal(plain))).toEqual(plain);
  });

  test('says so when another key has sealed it', () => {
    const other = createVault('a secret key that nobody remembers here');
    expect(() => other.open(vault.seal(plain))).toThrow('sealed with another SECRET_KEY');
  });

  test('opens nothing of which one character was changed', () => {
    const sealed = vault.seal(plain);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed[at] === 'A' ? 'B' : 'A';
      expect(() => vault.open(sealed.slice(0, at) + changed + sealed.slice(at + 1))).toThrow();
    }
  });

  test.each(['', 'v1', 'v1.00000000.', 'v2.00000000.AAAA', '{"access_token":"plain"}'])(
    'says that it has not sealed "%s"',
    (text) => {
      expect(() => vault.open(text)).toThrow(/sealed/);
    },
  );
});
