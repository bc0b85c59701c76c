import { describe, expect, test } from 'vitest';
import { signCloud, verifyCloud } from '../../src/bridges/cloud/verify.ts';

/** Made with `openssl dgst -sha256 -hmac`: the secret, the raw bytes, the digest. */
const vectors: [string, string, string][] = [
  [
    'an app secret',
    '{"object":"whatsapp_business_account","entry":[]}',
    '69ac3e5dcbd015abb8c5456c491b17ba23ca87b1454e38f78596a64ae3b30c69',
  ],
  // WhatsApp escapes what is not ASCII before it signs.
  [
    'an app secret',
    '{"text":"Adi\\u00f3s \\ud83e\\udda9"}',
    'dbf18388fa1b55ba04c05bbbeda78f462c5334d8969a95fbb83bcc17bb68f9b3',
  ],
  ['ünï', '', '3eb225a43e1fe0bff626843e9422fe9901b6e8751eb9add58b5400e8cf0256c2'],
];

describe('the signature of WhatsApp', () => {
  test.each(vectors)('with "%s" of %s', (secret, body, digest) => {
    const raw = Buffer.from(body);

    expect(signCloud(secret, raw)).toBe(`sha256=${digest}`);
    expect(verifyCloud(secret, raw, `sha256=${digest}`)).toBe(true);
    expect(verifyCloud(secret, raw, `sha256=${digest.toUpperCase()}`)).toBe(true);
    expect(verifyCloud(secret, Buffer.from(`${body} `), `sha256=${digest}`)).toBe(false);
    expect(verifyCloud(`${secret} `, raw, `sha256=${digest}`)).toBe(false);
    expect(verifyCloud(secret, raw, `sha512=${digest}`)).toBe(false);
    expect(verifyCloud(secret, raw, digest)).toBe(false);
    expect(verifyCloud(secret, raw, undefined)).toBe(false);
  });
});
