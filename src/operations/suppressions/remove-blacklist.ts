import { z } from 'zod';
import { describeActor } from '../../database/audit.ts';
import { liftSuppression } from '../../database/suppressions.ts';
import { readPhone } from '../../domain/phone.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Phone } from '../text.ts';

export const removeFromBlacklist = defineOperation({
  name: 'remove_from_blacklist',
  summary: 'Unblock a number. If the person opted out, that stays.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({ phone: Phone }),
  output: z.object({
    phone: z.string(),
    removed: z.boolean().describe('False when the number was not blocked.'),
  }),

  async handler({ trx, workspaceId, actor, house, now }, { phone: typed }) {
    const { phone, key } = readPhone(typed, house.settings.defaultCountry);
    const by = describeActor(actor);
    const removed = await liftSuppression(trx, {
      workspaceId,
      key,
      kind: 'blacklist',
      by,
      at: now,
    });
    return { phone, removed };
  },
});
