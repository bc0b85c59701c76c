import { z } from 'zod';
import { type FollowUp, findFollowUps } from '../../database/follow-ups.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { IsoTime } from '../text.ts';
import { beginningOf, Level, Period } from './shapes.ts';

const FollowUpFacts = z.object({
  follow_up_id: z.int(),
  person_id: z.int().describe('The person, for get_contact.'),
  phone: z.string(),
  name: z.string().nullable(),
  text: z.string().describe('What they wrote.'),
  level: Level.describe('How much they seem to want it.'),
  phrase: z.string().describe('The words of the rules that were found in it.'),
  campaign_id: z.int().nullable().describe('The campaign that they answered, where known.'),
  at: IsoTime,
});

export const listFollowUps = defineOperation({
  name: 'list_follow_ups',
  summary:
    'List the messages of people who seem to want something, as the rules of get_follow_up_rules ' +
    'found them. The newest first.',
  scope: 'contacts:read',
  annotations: looks,
  input: z.strictObject({
    period: Period.optional().describe('Only what was written within this time.'),
    level: Level.optional().describe('Only messages of this level or a stronger one.'),
    page: PageNumber,
  }),
  output: z.object({ follow_ups: z.array(FollowUpFacts), ...pageFields }),

  async handler({ trx, workspaceId, now }, { period, level, page }) {
    const filter = { since: period && beginningOf(period, now), level };
    const { rows, total } = await findFollowUps(trx, workspaceId, filter, sliceOf(page));
    return { follow_ups: rows.map(followUpFacts), ...pageFacts(page, total) };
  },
});

function followUpFacts({ id, contact_id, at, ...facts }: FollowUp): z.infer<typeof FollowUpFacts> {
  return { follow_up_id: id, person_id: contact_id, ...facts, at: at.toISOString() };
}
