import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isSameToken } from '../cloud/verify.ts';

export const evolutionProofHeader = 'authorization';

/**
 * Evolution repeats a post for up to 25 minutes with the token that it made at first, and that
 * one is good for ten. The rest is for clocks that do not agree.
 */
const toleranceMs = 20 * 60_000;

/**
 * Whether the header shows the number's webhook secret, as it is or as a token that was signed
 * with it (HS256), whichever way the instance's webhook was set up. Weaker than a signature over
 * the bytes: whoever has seen one post can make others, with the secret for good and with the
 * token for half an hour. So the way from Evolution to Herald wants TLS or a private network.
 */
export function provesEvolution(secret: string, header: string, now: Date): boolean {
  const [, signed, signature] = /^Bearer ([\w-]+\.[\w-]+)\.([\w-]+)$/i.exec(header) ?? [];
  if (signed === undefined || signature === undefined) return isSameToken(secret, header);
  return isSignedWith(secret, signed, signature) && isInTime(signed, now);
}

function isSignedWith(secret: string, signed: string, signature: string): boolean {
  const shown = Buffer.from(signature, 'base64url');
  const right = createHmac('sha256', secret).update(signed).digest();
  return shown.length === right.length && timingSafeEqual(shown, right);
}

/** Any other algorithm is none of ours, even when the signature would fit: `none` is one of them. */
const Head = z.object({ alg: z.literal('HS256') });
const Claims = z.object({ exp: z.number() });

function isInTime(signed: string, now: Date): boolean {
  const [head, claims] = signed.split('.').map(readPart);
  const { exp } = Claims.safeParse(claims).data ?? {};
  if (!Head.safeParse(head).success || exp === undefined) return false;
  return now.getTime() <= exp * 1_000 + toleranceMs;
}

function readPart(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString());
  } catch {
    return undefined;
  }
}
