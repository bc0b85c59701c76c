import { createHash, randomBytes } from 'node:crypto';

/** A new invitation: short enough for a Telegram link, and 144 random bits, so that nobody guesses one. */
export function makeCode(): string {
  return randomBytes(18).toString('base64url');
}

/** What is kept of it, and what `findInviteWorkspace` asks for. */
export function hashCode(code: string): string {
  return createHash('sha256').update(code.trim()).digest('hex');
}
