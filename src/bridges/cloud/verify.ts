import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const cloudSignatureHeader = 'x-hub-signature-256';

/** The header's value for these bytes: `sha256=<64 hex digits>`. */
export function signCloud(appSecret: string, rawBytes: Uint8Array): string {
  return `sha256=${digest(appSecret, rawBytes).toString('hex')}`;
}

/** Whether somebody who knows the app's secret signed exactly these bytes. A missing or malformed header is a no. */
export function verifyCloud(
  appSecret: string,
  rawBytes: Uint8Array,
  header: string | undefined,
): boolean {
  const hex = header?.match(/^sha256=([0-9a-f]{64})$/i)?.[1];
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), digest(appSecret, rawBytes));
}

/** Hashed first, so that the comparison takes as long for a wrong length as for a wrong letter. */
export function isSameToken(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function digest(appSecret: string, rawBytes: Uint8Array): Buffer {
  return createHmac('sha256', appSecret).update(rawBytes).digest();
}
