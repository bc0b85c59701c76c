import type { SenderEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import type { StoredEvent } from '../database/events.ts';
import { hearSenderStatus, saveRestriction, saveSenderFacts } from '../database/sender-status.ts';
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
  const isHeard = status && (await hearSenderStatus(trx, sender, { status, reason, qr }, now));
  if (restriction !== undefined) await saveRestriction(trx, sender, restriction, now);
  const shown = isHeard ? { qr: qrOf(status, qr) } : {};
  await saveSenderFacts(trx, sender, { facts, phone, ...shown });
}

/** Once it is linked, or given up, nobody scans any more. */
function qrOf(status: SenderEvent['status'], qr: string | undefined): string | null | undefined {
  return status && status !== 'qr_pending' ? null : qr;
}
