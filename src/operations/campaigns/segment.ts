import { z } from 'zod';
import type { Segment } from '../../domain/segment.ts';
import { line } from '../text.ts';

const TagList = z.array(line(60)).max(100);
const daysMax = 3650;

const Filters: z.ZodType<Segment> = z.strictObject({
  tags: TagList.optional().describe('People with at least one of these tags.'),
  exclude_tags: TagList.optional().describe('People with none of these tags.'),
  last_contact_days: z
    .int()
    .min(1)
    .max(daysMax)
    .optional()
    .describe('People who talked with you within so many days.'),
  has_whatsapp_history: z
    .boolean()
    .optional()
    .describe('True: people who ever wrote or were written to. False: all others.'),
});

export const segmentFiltersMeaning =
  'Only people on the list who match all of these: tags (one of them), exclude_tags (none of them), ' +
  'last_contact_days, has_whatsapp_history. Whoever opted out has the tag unsubscribed. An object, or ' +
  'the same as a JSON string.';

/** An object, or the same written as JSON. */
export const SegmentFilters = z
  .union([Filters, z.string().max(10_000).transform(readJson).pipe(Filters)], {
    error:
      'must be an object, or one as JSON, with tags, exclude_tags, last_contact_days (1 or more) or has_whatsapp_history',
  })
  .describe(segmentFiltersMeaning);

function readJson(text: string, refinement: z.core.$RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    refinement.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}
