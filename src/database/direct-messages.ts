import type { Purpose } from '../domain/message.ts';
import { addCounts } from './counts.ts';
import { notify } from './signals.ts';
import type { Trx } from './tables.ts';

export interface NewDirectMessage {
  workspaceId: number;
  /** Unique in the workspace: the same key again is the same message, and is sent once. */
  key: string;
  contactId: number;
  address: string;
  purpose: Exclude<Purpose, 'campaign'>;
  body: string;
  senderId: number;
  dueAt: Date;
}

/** Plans a reply, a confirmation or a single message; false when that key was planned before. */
export async function insertDirectMessage(trx: Trx, message: NewDirectMessage): Promise<boolean> {
  const campaignId = -message.workspaceId;
  const inserted = await trx
    .insertInto('message')
    .values({
      workspace_id: message.workspaceId,
      campaign_id: campaignId,
      recipient_key: message.key,
      contact_id: message.contactId,
      address: message.address,
      purpose: message.purpose,
      body: message.body,
      vars: {},
      sender_id: message.senderId,
      due_at: message.dueAt,
      state: 'planned',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  const { workspaceId, senderId } = message;
  await addCounts(trx, [{ workspaceId, campaignId, senderId, state: 'planned', n: 1 }]);
  await notify(trx, { kind: 'work' });
  return true;
}
