import { createHash, randomBytes } from 'node:crypto';

/** A new token: shown once to whoever asked for it, kept nowhere. */
export function makeToken(): string {
  return `hd_${randomBytes(32).toString('base64url')}`;
}

/** What is kept instead. 256 random bits need no slow hash: there is nothing to guess. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
