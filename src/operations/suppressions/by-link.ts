import { z } from 'zod';
import { findContact } from '../../database/contacts.ts';
import { openSuppression } from '../../database/suppressions.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';

export const unsubscribeByLink = defineOperation({
  name: 'unsubscribe_by_link',
  summary: 'Note that a person used the opt-out link of a campaign: no more campaigns for them.',
  scope: 'contacts:write',
  annotations: sets,
  input: z.strictObject({
    contact_id: RowId.describe('The person that the link was made for.'),
    campaign_id: RowId.optional().describe('The campaign that the link was in.'),
  }),
  output: z.object({ unsubscribed: z.literal(true).describe('Now, or since before.') }),

  async handler({ trx, workspaceId, now }, { contact_id, campaign_id }) {
    const contact = await findContact(trx, workspaceId, contact_id);
    if (!contact) {
      throw new Refusal('not_found', `No contact ${contact_id}: the link is of someone deleted.`);
    }
    await openSuppression(trx, {
      workspaceId,
      phone: contact.phone,
      key: contact.phone_key,
      kind: 'marketing',
      source: 'link',
      campaignId: campaign_id,
      at: now,
    });
    return { unsubscribed: true as const };
  },
});
