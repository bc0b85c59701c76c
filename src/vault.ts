import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps what must be readable again, such as the keys to a WhatsApp number, unreadable at rest. */
export interface Vault {
  seal(plain: object): string;
  /** Throws for whatever this key did not seal, or somebody has touched since. */
  open(sealed: string): unknown;
}

const version = 'v1';
const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under a key of its own, made from SECRET_KEY. What is sealed reads
 * `v1.<key id>.<nonce, ciphertext and tag>`: the id says which SECRET_KEY opens it, so that a
 * change of keys can find what it still has to seal anew.
 */
export function createVault(secretKey: string): Vault {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'herald sealed credentials', 32));
  const label = `${version}.${idOf(key)}`;
  return {
    seal: (plain) => `${label}.${encrypt(key, label, JSON.stringify(plain)).toString('base64url')}`,
    open(sealed) {
      const { keyLabel, bytes } = readSealed(sealed);
      if (keyLabel !== label) throw new Error(`sealed with another SECRET_KEY: ${keyLabel}`);
      return JSON.parse(decrypt(key, label, bytes));
    },
  };
}

/** Names the key without telling anything about it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);
}

function readSealed(sealed: string): { keyLabel: string; bytes: Buffer } {
  const [, keyLabel, text] = /^(v1\.[\da-f]{8})\.([\w-]+)$/.exec(sealed) ?? [];
  if (keyLabel === undefined || text === undefined) throw new Error('not sealed by this vault');
  const bytes = Buffer.from(text, 'base64url');
  // Several spellings of base64 decode to the same bytes; only the one that was written counts.
  const isWhole = bytes.length > nonceBytes + tagBytes && bytes.toString('base64url') === text;
  if (!isWhole) throw new Error('sealed text is damaged');
  return { keyLabel, bytes };
}

function encrypt(key: Buffer, label: string, plain: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(label));
  const hidden = [cipher.update(plain, 'utf8'), cipher.final()];
  return Buffer.concat([nonce, ...hidden, cipher.getAuthTag()]);
}

function decrypt(key: Buffer, label: string, bytes: Buffer): string {
  const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, nonceBytes))
    .setAAD(Buffer.from(label))
    .setAuthTag(bytes.subarray(-tagBytes));
  const hidden = bytes.subarray(nonceBytes, -tagBytes);
  try {
    return decipher.update(hidden, undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new Error('sealed text is damaged', { cause: error });
  }
}
