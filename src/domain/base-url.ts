import { z } from 'zod';

/** Where a bridge listens: an origin and perhaps a path. Plain HTTP and private addresses are fine, as people run bridges beside Herald. */
export const BaseUrl = z
  .url({ protocol: /^https?$/ })
  .refine(isPlain, 'must be an origin and perhaps a path')
  .transform(withoutLastSlash);

function withoutLastSlash(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/** A secret in the URL would stand in the open, beside those that are sealed. */
function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username + password + search + hash === '';
}
