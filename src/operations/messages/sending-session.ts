import type { PlainRef } from '../../database/ref.ts';
import { findSenders, type Sender } from '../../database/senders.ts';
import type { Connection } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';
import { requireSender } from '../senders/require.ts';

/** The number that a single message leaves from: the one that is named, else the first that is connected. */
export async function requireConnected(
  connection: Connection,
  workspaceId: number,
  ref: PlainRef | undefined,
): Promise<Sender> {
  if (!ref) return firstConnected(connection, workspaceId);
  const sender = await requireSender(connection, workspaceId, ref);
  if (sender.status === 'connected') return sender;
  throw new Refusal(
    'wrong_state',
    `Session ${sender.id} is ${sender.status}: link it again with reconnect_whatsapp, or name another one.`,
    { session_id: sender.id, status: sender.status },
  );
}

async function firstConnected(connection: Connection, workspaceId: number): Promise<Sender> {
  const senders = await findSenders(connection, workspaceId);
  const first = senders.find(({ status }) => status === 'connected');
  if (first) return first;
  throw new Refusal('wrong_state', 'No number is connected: link one with connect_whatsapp.');
}
