import { z } from 'zod';
import { BaseUrl } from './base-url.ts';

/** What an operator says of a number on a WAHA server. */
export const WahaNumber = z.strictObject({
  base_url: BaseUrl.describe('Of the WAHA server, like http://waha:3000.'),
  api_key: z
    .string()
    // Goes into an HTTP header, which takes no space and nothing beyond ASCII.
    .regex(/^[\x21-\x7e]{1,1000}$/, 'must be one word')
    .describe('Of the WAHA server, or one that it made for this session alone.'),
  session: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,54}$/, 'must be letters, digits, _ or -, at most 54')
    .describe('What WAHA calls the session; made there if there is none.'),
  webhook_secret: z
    .string()
    .min(8)
    .max(200)
    .describe('A word of your choice: WAHA signs with it what it posts to /webhooks/waha.'),
});
export type WahaNumber = z.infer<typeof WahaNumber>;

/**
 * What a number is called in this house. Many servers have a session `default`, so the server
 * belongs to the name; not its protocol, which changes when somebody puts TLS in front.
 */
export function wahaNumberKey({ base_url, session }: WahaNumber): string {
  return `${session}@${base_url.replace(/^https?:\/\//, '')}`;
}
