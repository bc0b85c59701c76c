import { z } from 'zod';
import { BaseUrl } from './base-url.ts';

/** Both go into HTTP headers, which take no space and nothing beyond ASCII. */
const word = (charsMin: number) =>
  z
    .string()
    .regex(
      new RegExp(`^[\\x21-\\x7e]{${charsMin},500}$`),
      `must be one word of ${charsMin} characters or more`,
    );

/** What an operator says of a number that an Evolution API holds. */
export const EvolutionNumber = z.strictObject({
  base_url: BaseUrl.describe('Where the Evolution API listens.'),
  api_key: word(4).describe(
    'Its global key, or the token of the instance. Only the global key can create an instance.',
  ),
  instance: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u, 'must be a name of letters, digits, . _ and -')
    .describe('The name of the instance; it is created when there is none.'),
  webhook_secret: word(8).describe(
    'A word of your choice. Evolution shows it in the header authorization of whatever it posts to /webhooks/evolution.',
  ),
});
export type EvolutionNumber = z.infer<typeof EvolutionNumber>;

/**
 * The number's own name in this house. Many servers have an instance "main", so where it is
 * belongs to it; the scheme does not, and the secrets do not, as both may change.
 */
export function evolutionNumberKey({
  base_url,
  instance,
}: Pick<EvolutionNumber, 'base_url' | 'instance'>): string {
  const { host, pathname } = new URL(base_url);
  return `${instance}@${host}${pathname.replace(/\/$/, '')}`;
}
