import { createHmac, timingSafeEqual } from 'node:crypto';

export const sandboxSignatureHeader = 'x-sandbox-signature';

/** The header's value for these bytes: `sha256=<64 hex digits>`. */
export function signSandbox(secret: string, rawBytes: Uint8Array): string {
  return `sha256=${digest(secret, rawBytes).toString('hex')}`;
}

/** Whether somebody who knows the secret signed exactly these bytes. A missing or malformed header is a no. */
export function verifySandbox(
  secret: string,
  rawBytes: Uint8Array,
  header: string | undefined,
): boolean {
  const hex = header?.match(/^sha256=([0-9a-f]{64})$/i)?.[1];
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), digest(secret, rawBytes));
}

function digest(secret: string, rawBytes: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(rawBytes).digest();
}
