import { z } from 'zod';
import type { House } from '../../context.ts';
import type { Campaign } from '../../database/campaigns.ts';
import { isStarted, lockCampaignsOf, replaceSender } from '../../database/sender-campaigns.ts';
import { findSenders, type Sender } from '../../database/senders.ts';
import type { Trx } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { ask } from './ask.ts';
import { changeFound, requireSender } from './require.ts';
import { bySession, sessionFacts } from './shapes.ts';

export const deleteWhatsappSession = defineOperation({
  name: 'delete_whatsapp_session',
  summary:
    'Delete a WhatsApp number that is disconnected, here and on its bridge. What was sent from it ' +
    'stays in the reports. Campaigns that name it go on with migrate_to, or, where they have not ' +
    'started, with all enabled numbers.',
  scope: 'settings:write',
  annotations: removes,
  confirmation: { preview: { operation: 'get_whatsapp_status', given: ['session_id'] } },
  input: z.strictObject({
    ...bySession,
    migrate_to: SenderRef.optional().describe(
      'The number that inherits its campaigns. When left out: all that are enabled.',
    ),
  }),
  output: z.object({
    session_id: z.int(),
    deleted: z.literal(true),
    campaign_ids: z.array(z.int()).describe('Campaigns that named it, and go on without it.'),
    removed_from_bridge: z
      .boolean()
      .describe('False when the bridge keeps it, or did not answer: look there.'),
  }),

  async steps({ transaction, workspaceId, house, now }, { session_id, migrate_to }) {
    const { sender, heir } = await transaction(async (trx) => {
      const sender = await requireSender(trx, workspaceId, session_id);
      const heir = migrate_to && (await requireSender(trx, workspaceId, migrate_to));
      await lockLeavable(house, trx, sender, heir);
      return { sender, heir };
    });
    const removed_from_bridge = await remove(house, sender);
    return transaction(async (trx) => {
      const campaigns = await lockLeavable(house, trx, sender, heir);
      for (const campaign of campaigns) await replaceSender(trx, campaign, sender.id, heir?.id);
      // Its secrets go with it; nothing asks the bridge about it any more.
      await changeFound(trx, sender, { deleted_at: now, config: {}, qr: null });
      const campaign_ids = campaigns.map(({ id }) => id);
      return { session_id: sender.id, deleted: true as const, campaign_ids, removed_from_bridge };
    });
  },
});

/** Throws Refusal unless nothing depends on the number; else the campaigns that will do without it, locked. */
async function lockLeavable(
  house: House,
  trx: Trx,
  { workspace_id, id }: Sender,
  heir: Sender | undefined,
): Promise<Campaign[]> {
  if (heir?.id === id) {
    throw new Refusal('invalid_input', 'migrate_to names the number that is to be deleted.');
  }
  const campaigns = await lockCampaignsOf(trx, workspace_id, id);
  const senders = await findSenders(trx, workspace_id);
  const status = senders.find((one) => one.id === id)?.status;
  if (status !== 'disconnected') {
    throw new Refusal('wrong_state', `Session ${id} is in use: call disconnect_whatsapp first.`);
  }
  if (heir && campaigns.some(isStarted)) refuseUnknownRisks(house, heir);
  const others = new Set(senders.map((one) => one.id).filter((other) => other !== id));
  const stuck = campaigns
    .filter(isStarted)
    .filter(({ session_ids }) => !heir && !session_ids.some((one) => others.has(one)));
  if (stuck.length === 0) return campaigns;
  const ids = stuck.map((campaign) => campaign.id).join(', ');
  throw new Refusal(
    'wrong_state',
    `Campaign ${ids} has no other number to go on with: name one in migrate_to, or cancel it.`,
    { campaign_ids: stuck.map((campaign) => campaign.id) },
  );
}

/** A campaign that is on its way starts on its heir, and somebody has to know what that may cost. */
function refuseUnknownRisks(house: House, heir: Sender): void {
  if (sessionFacts(house, heir).risks_acknowledged) return;
  throw new Refusal(
    'wrong_state',
    `migrate_to: call acknowledge_sender_risks for session ${heir.id} first.`,
  );
}

/** A bridge that is gone for good must not keep its numbers here. */
async function remove(house: House, sender: Sender): Promise<boolean> {
  const { bridges } = house;
  const bridge = bridges.names.includes(sender.bridge) ? bridges.get(sender.bridge) : undefined;
  const removal = bridge?.session?.remove;
  if (!removal) return false;
  try {
    await ask(house, sender, removal);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
