import { z } from 'zod';
import { openSuppression } from '../../database/suppressions.ts';
import { readPhone } from '../../domain/phone.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';
import { Reason, sourceOf } from './shapes.ts';

export const addToBlacklist = defineOperation({
  name: 'add_to_blacklist',
  summary:
    'Block a number: nothing is sent to it any more, not even answers. Takes effect at once; what ' +
    'is planned for it is skipped. Undo with remove_from_blacklist.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    phone: Phone,
    reason: Reason.optional().describe('Why, for those who read the list.'),
  }),
  output: z.object({
    phone: z.string(),
    blocked: z.literal(true),
    added: z.boolean().describe('False when the number was blocked already.'),
  }),

  async handler({ trx, workspaceId, actor, house, now }, { phone: typed, reason }) {
    const person = readPhone(typed, house.settings.defaultCountry);
    const opened = await openSuppression(trx, {
      workspaceId,
      ...person,
      kind: 'blacklist',
      source: sourceOf(actor),
      reason,
      at: now,
    });
    return { phone: person.phone, blocked: true as const, added: opened !== undefined };
  },
});
