import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import {
  type DirectMessage,
  findDirectMessage,
  findDirectMessageByKey,
  insertDirectMessage,
} from '../../database/direct-messages.ts';
import type { PlainRef } from '../../database/ref.ts';
import { type OutboundContent, wordsOf } from '../../domain/outbound.ts';
import { phoneKey, readPhone } from '../../domain/phone.ts';
import { Refusal } from '../../errors.ts';
import { requireRecipient } from './recipient.ts';
import { requireConnected } from './sending-session.ts';
import { mediaFacts } from './shapes.ts';

export interface WantedMessage {
  phone: string;
  sessionRef: PlainRef | undefined;
  content: OutboundContent;
  dueAt: Date;
  isScheduled?: boolean;
  archiveAfterSend?: boolean;
  idempotencyKey: string | undefined;
}

type PlanContext = Pick<Context, 'trx' | 'workspaceId' | 'house'>;

/**
 * Puts a single message into the engine's queue, where it passes campaigns and keeps to the number's
 * pace like everything else. One that was asked for under the same key is answered instead.
 */
export async function planMessage(
  context: PlanContext,
  wanted: WantedMessage,
): Promise<DirectMessage> {
  const { trx, workspaceId, house } = context;
  const key = keyOf(wanted);
  const earlier = await findDirectMessageByKey(trx, workspaceId, key);
  if (earlier) return refuseAnother(earlier, wanted);

  const sender = await requireConnected(trx, workspaceId, wanted.sessionRef);
  const contact = await requireRecipient(context, wanted.phone);
  const canArchive = house.bridges.get(sender.bridge).session?.archiveChat !== undefined;
  const id = await insertDirectMessage(trx, {
    ...{ workspaceId, key, contactId: contact.id, address: contact.phone, senderId: sender.id },
    purpose: 'single',
    body: wordsOf(wanted.content),
    ...(wanted.content.kind !== 'text' && { content: wanted.content }),
    archiveAfterSend: canArchive && wanted.archiveAfterSend,
    dueAt: wanted.dueAt,
    isScheduled: wanted.isScheduled,
  });
  const planned =
    id === undefined
      ? // Two asked for it at the same moment, and the other one was first.
        await findDirectMessageByKey(trx, workspaceId, key)
      : await findDirectMessage(trx, workspaceId, id);
  if (!planned) throw new Error(`message ${key} was planned and is not there`);
  return refuseAnother(planned, wanted);
}

function keyOf({ idempotencyKey = randomUUID(), isScheduled }: WantedMessage): string {
  return `${isScheduled ? 'scheduled' : 'single'}:${idempotencyKey}`;
}

/** A key that was used for something else is a mistake that would swallow a message in silence. */
function refuseAnother(known: DirectMessage, { phone, content }: WantedMessage): DirectMessage {
  const isSame =
    phoneKey(known.address) === readPhone(phone).key &&
    known.body === wordsOf(content) &&
    mediaFacts(known.content).media_url === mediaFacts(content).media_url;
  if (isSame) return known;
  throw new Refusal(
    'conflict',
    `idempotency_key was used for another message (${known.id}): give each message a key of its own.`,
    { message_id: known.id },
  );
}
