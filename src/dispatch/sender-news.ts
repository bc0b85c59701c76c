import type { SenderEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import type { StoredEvent } from '../database/events.ts';
import { saveRestriction, saveSenderFacts, saveSenderStatus } from '../database/sender-status.ts';
import type { Trx } from '../database/tables.ts';

/** A bridge tells how one of our numbers is, or what it may not do for a while. */
export async function handleSenderNews(
  trx: Trx,
  house: House,
  { sender_id: senderId, workspace_id: workspaceId }: StoredEvent,
  { status, reason, restriction, facts, qr, phone }: SenderEvent,
): Promise<void> {
  const sender = { senderId, workspaceId };
  const now = house.clock();
  if (status) await saveSenderStatus(trx, sender, status, reason ?? null, now);
  if (restriction !== undefined) await saveRestriction(trx, sender, restriction, now);
  await saveSenderFacts(trx, sender, { facts, phone, qr: qrOf(status, qr) });
}

/** Once it is linked, or given up, nobody scans any more. */
function qrOf(status: SenderEvent['status'], qr: string | undefined): string | null | undefined {
  return status && status !== 'qr_pending' ? null : qr;
}
