import { z } from 'zod';
import { line, text } from '../text.ts';

/** WhatsApp's own limit for a text message. */
const messageCharsMax = 4096;

/** What can be set, each with what it does. */
export const configFields = {
  auto_reply_enabled: z.boolean().describe('Answer people who reply to a campaign, once each.'),
  auto_reply_text: line(messageCharsMax).describe('What they are answered.'),
  auto_reply_translate: z
    .boolean()
    .describe("Wish for the answer in the language of the number's country. Kept, not acted on."),
  auto_reply_unsubscribe: z.boolean().describe('Add an opt-out link to the answer.'),
  custom_unsubscribe_text: text(500)
    .nullable()
    .describe('Words before the opt-out link; null or empty for the built-in ones.'),
  require_approval: z
    .boolean()
    .describe('Campaigns that programs make wait for approve_campaign before they can start.'),
  refuse_outside_window: z
    .boolean()
    .describe(
      'Refuse to start a text campaign on the Cloud API while people on its list have not written ' +
        'for 24 hours: WhatsApp refuses them. Without it they are tried, and fail.',
    ),
};

export const Config = z.object(configFields);
