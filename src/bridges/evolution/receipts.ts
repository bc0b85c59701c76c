import { z } from 'zod';
import type { BridgeEvent, StatusEvent } from '../bridge.ts';
import type { EvolutionItem } from './item.ts';
import { isCrowd, personOf } from './jids.ts';
import { deletion, messageId } from './messages.ts';

/** What has become of a message. Undefined for what became of somebody else's, except that they took it back. */
export function readReceipt({ data, heardAt }: EvolutionItem): BridgeEvent | undefined {
  const receipt = Receipt.safeParse(data).data;
  const providerId = receipt && (receipt.keyId ?? receipt.key?.id ?? receipt.id);
  const jid = receipt?.remoteJid ?? receipt?.key?.remoteJid;
  if (!receipt || providerId === undefined || isCrowd(jid)) return undefined;

  const name = nameOf(receipt.status ?? receipt.update?.status);
  const person = personOf(jid);
  if ((receipt.fromMe ?? receipt.key?.fromMe) === false) {
    return name === 'DELETED' && person ? deletion(providerId, person, heardAt) : undefined;
  }
  const status = meanings.get(name);
  if (status === undefined) return undefined;
  return {
    kind: 'status',
    status,
    providerId,
    at: heardAt,
    ...(person && { person }),
    ...(status === 'failed' && { failure: { ...refusedLater, code: name } }),
  };
}

const id = messageId.optional().catch(undefined);
const word = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const status = z.union([z.string(), z.int()]).optional().catch(undefined);

/** Each version has a shape of its own; whose message it is and what became of it stands in one of these places. */
const Receipt = z.object({
  keyId: id,
  key: z.object({ id, remoteJid: word, fromMe: flag }).optional().catch(undefined),
  id,
  remoteJid: word,
  fromMe: flag,
  status,
  update: z.object({ status }).optional().catch(undefined),
});

/** WhatsApp's own numbers for them, from 0. */
const names = ['ERROR', 'PENDING', 'SERVER_ACK', 'DELIVERY_ACK', 'READ', 'PLAYED'];

function nameOf(given: string | number | undefined): string {
  const number = typeof given === 'string' && /^\d$/.test(given) ? Number(given) : given;
  return typeof number === 'number' ? (names[number] ?? '') : (number ?? '').toUpperCase();
}

/** The second names are the Cloud API's. PENDING says no more than the answer to the send did. */
const meanings: ReadonlyMap<string, StatusEvent['status']> = new Map([
  ['SERVER_ACK', 'sent'],
  ['SENT', 'sent'],
  ['DELIVERY_ACK', 'delivered'],
  ['DELIVERED', 'delivered'],
  ['READ', 'read'],
  ['PLAYED', 'read'],
  ['ERROR', 'failed'],
  ['FAILED', 'failed'],
]);

/** A number that may not open new chats for a while fails like this, message after message. */
const refusedLater = {
  class: 'other',
  text: 'WhatsApp refused the message, and Evolution does not say why.',
} as const;
