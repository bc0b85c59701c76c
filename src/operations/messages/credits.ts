import { z } from 'zod';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { IsoTime } from '../text.ts';

export const getCreditsInfo = defineOperation({
  name: 'get_credits_info',
  summary: 'Tell how many credits are left for messages. This Herald counts none: sending is free.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({}),
  output: z.object({
    enabled: z.boolean().describe('Whether messages cost credits here.'),
    unlimited: z.boolean().describe('Whether messages go out without any.'),
    balance: z.int().nullable().describe('What is left in all; null while credits are off.'),
    free_credits: z.int().nullable(),
    purchased_credits: z.int().nullable(),
    used_percentage: z.number().nullable(),
    renews_at: IsoTime.nullable(),
    message: z.string(),
  }),

  handler: async () => ({
    enabled: false,
    unlimited: true,
    balance: null,
    free_credits: null,
    purchased_credits: null,
    used_percentage: null,
    renews_at: null,
    message:
      'Credits are off: Herald charges nothing for messages. What WhatsApp or a bridge charges is not known here.',
  }),
});
