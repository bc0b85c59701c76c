import { createHmac, timingSafeEqual } from 'node:crypto';

export const wahaSignatureHeader = 'x-webhook-hmac';

/** The header's value for these bytes: 128 hex digits. */
export function signWaha(secret: string, rawBytes: Uint8Array): string {
  return digest(secret, rawBytes).toString('hex');
}

/** Whether somebody who knows the secret signed exactly these bytes. A missing or malformed header is a no. */
export function verifyWaha(
  secret: string,
  rawBytes: Uint8Array,
  header: string | undefined,
): boolean {
  if (!looksSigned(header)) return false;
  return timingSafeEqual(Buffer.from(header, 'hex'), digest(secret, rawBytes));
}

export function looksSigned(header: string | undefined): header is string {
  return header !== undefined && /^[\da-f]{128}$/i.test(header);
}

function digest(secret: string, rawBytes: Uint8Array): Buffer {
  return createHmac('sha512', secret).update(rawBytes).digest();
}
