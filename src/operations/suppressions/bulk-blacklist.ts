import { z } from 'zod';
import { openSuppressions } from '../../database/suppressions.ts';
import { sets } from '../annotations.ts';
import { readPeople } from '../contacts/read-people.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';
import { Reason, sourceOf } from './shapes.ts';

const phonesMax = 5000;

export const bulkAddToBlacklist = defineOperation({
  name: 'bulk_add_to_blacklist',
  summary:
    'Block many numbers at once, as add_to_blacklist does. Numbers that cannot be read are named ' +
    'in the answer, the others are blocked.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    phones: z.array(Phone).min(1).max(phonesMax).describe(`Up to ${phonesMax} numbers.`),
    reason: Reason.optional().describe('Why, for those who read the list.'),
  }),
  output: z.object({
    added: z.int().describe('How many numbers are blocked now that were not before.'),
    already_blocked: z.int(),
    duplicates: z.int().describe('How many entries named a number that an earlier one named.'),
    invalid: z
      .array(z.object({ index: z.int(), phone: z.string(), reason: z.string() }))
      .describe('Entries that are no number, by their place in phones, counted from 0.'),
  }),

  async handler({ trx, workspaceId, actor, house, now }, { phones, reason }) {
    const entries = phones.map((phone) => ({ phone }));
    const { people, duplicates, invalid } = readPeople(entries, house.settings.defaultCountry);
    const opened = await openSuppressions(trx, {
      workspaceId,
      people,
      kind: 'blacklist',
      source: sourceOf(actor),
      reason,
      at: now,
    });
    const already_blocked = people.length - opened.size;
    return { added: opened.size, already_blocked, duplicates, invalid };
  },
});
