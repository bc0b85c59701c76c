import { z } from 'zod';
import { tiers } from './tiers.ts';

const id = z.string().regex(/^\d{5,32}$/, 'must be digits, as the app dashboard shows them');

/** Goes into an HTTP header, which takes no space and nothing beyond ASCII; real ones are far longer. */
const token = z
  .string()
  .regex(/^[\x21-\x7e]{16,1000}$/, 'must be one word of 16 characters or more');
const word = z.string().min(1).max(200);

/** What an operator says of a number on WhatsApp's Cloud API. All of it stands in Meta's app dashboard. */
export const CloudNumber = z.strictObject({
  phone_number_id: id.describe('Of the number; not the number itself.'),
  waba_id: id.describe('Of the WhatsApp business account.'),
  access_token: token.describe('Of a system user, with the right whatsapp_business_messaging.'),
  app_secret: word.describe('Of the app: WhatsApp signs with it what it posts to /webhooks/cloud.'),
  verify_token: word.describe('A word of your choice, the same as in the app’s webhook settings.'),
  base_url: z
    .url({ protocol: /^https?$/ })
    .refine(isPlain, 'must be an origin and perhaps a path')
    .transform(withoutLastSlash)
    .default('https://graph.facebook.com')
    .describe('Only for a proxy of your own.'),
  api_version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, 'must look like v25.0')
    .default('v25.0')
    .describe('Of the Graph API.'),
  tier: z
    .enum(tiers)
    .optional()
    .describe('Sets the pace. When left out, the number is asked what it can take.'),
});
export type CloudNumber = z.infer<typeof CloudNumber>;

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
