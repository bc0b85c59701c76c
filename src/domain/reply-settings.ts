import { z } from 'zod';

/**
 * What a workspace decided about campaigns and the answers to them. What it never decided has a
 * default here, so that a row saved by an older version still reads.
 */
export const ReplySettings = z.object({
  auto_reply_enabled: z.boolean().default(true),
  auto_reply_text: z
    .string()
    .default('Thanks, we have received your message. We will get back to you soon.'),
  auto_reply_translate: z.boolean().default(false),
  auto_reply_unsubscribe: z.boolean().default(false),
  /** Null means the built-in wording. */
  custom_unsubscribe_text: z.string().nullable().default(null),
  require_approval: z.boolean().default(false),
  /** A text campaign on the Cloud API is not started while it would reach people who have not written for a day. */
  refuse_outside_window: z.boolean().default(false),
});
export type ReplySettings = z.infer<typeof ReplySettings>;
