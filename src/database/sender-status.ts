import type { SenderStatus } from '../domain/sender.ts';
import type { Connection, Database } from './tables.ts';

/** Takes a number out of service; its planned messages stay where they are. */
export async function stopSender(
  db: Database,
  sender: { senderId: number; workspaceId: number },
  reason: string,
): Promise<void> {
  await saveSenderStatus(db, sender, 'disconnected', reason);
}

export async function saveSenderStatus(
  db: Connection,
  { senderId, workspaceId }: { senderId: number; workspaceId: number },
  status: SenderStatus,
  reason: string | null,
): Promise<void> {
  await db
    .updateTable('sender')
    .set({ status, status_reason: reason })
    .where('id', '=', senderId)
    .where('workspace_id', '=', workspaceId)
    .execute();
}
