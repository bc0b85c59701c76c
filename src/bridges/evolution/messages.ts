import { z } from 'zod';
import type { PersonNames } from '../../domain/person.ts';
import type { BridgeEvent, InboundEvent, StatusEvent } from '../bridge.ts';
import type { EvolutionItem } from './item.ts';
import { isCrowd, personOf } from './jids.ts';
import { readMoment } from './times.ts';
import { readWords } from './words.ts';

/** Longer ones would not fit into the index that drops repeats. */
export const messageId = z.string().min(1).max(200);
const some = z.string().optional().catch(undefined);

/** The addresses of a conversation, in all the places where one version or another writes them. */
const addresses = { remoteJid: some, remoteJidAlt: some, senderPn: some, senderLid: some };
const Key = z.object({ ...addresses, id: messageId, fromMe: z.boolean().catch(false) });

const Written = z.object({
  key: Key,
  senderPn: some,
  pushName: some,
  message: z.unknown().optional(),
  messageTimestamp: z.unknown().optional(),
  contextInfo: z.object({ stanzaId: messageId }).optional().catch(undefined),
});

/** Somebody wrote; or somebody wrote on our own phone. */
export function readMessage({ data, heardAt }: EvolutionItem): BridgeEvent | undefined {
  const written = Written.safeParse(data).data;
  const person = written && writerOf(written);
  const words = written && readWords(written.message);
  if (!person || !words) return undefined;

  const { key, pushName, contextInfo } = written;
  const { replyTo = contextInfo?.stanzaId, media, ...said } = words;
  const common = { providerId: key.id, at: readMoment(written.messageTimestamp) ?? heardAt };
  if (key.fromMe) return { kind: 'echo', ...common, to: person, text: words.text };
  return {
    kind: 'inbound',
    ...common,
    ...said,
    from: person,
    ...(pushName !== undefined && pushName !== '' && { name: pushName }),
    // Its file is asked for by the id of the message.
    ...(media && { media: { ...media, id: key.id } }),
    ...(replyTo !== undefined && { replyTo }),
  };
}

/** A message that was handed over through Evolution, by us as a rule: it was taken, and no person is at the phone. */
export function readSent({ data, heardAt }: EvolutionItem): StatusEvent | undefined {
  const written = Written.safeParse(data).data;
  const person = written && writerOf(written);
  if (!person) return undefined;
  const at = readMoment(written.messageTimestamp) ?? heardAt;
  return { kind: 'status', status: 'accepted', providerId: written.key.id, person, at };
}

const Edited = z.object({
  key: Key,
  type: z.union([z.string(), z.int()]).optional().catch(undefined),
  editedMessage: z.unknown().optional(),
  message: z.unknown().optional(),
  timestampMs: z.unknown().optional(),
  messageTimestamp: z.unknown().optional(),
});

/**
 * Somebody has changed what they wrote. In most versions the key is as the writer sees it: `fromMe`
 * and with our own address, so that it says who wrote it to nobody. Those are left alone.
 */
export function readEdit({ data, heardAt }: EvolutionItem): InboundEvent | undefined {
  const edited = Edited.safeParse(data).data;
  const from = edited && !edited.key.fromMe ? writerOf(edited) : undefined;
  if (!edited || !from) return undefined;
  const { key, type } = edited;
  if (type === 'REVOKE' || type === 0) return deletion(key.id, from, heardAt);

  const words = readWords(edited.editedMessage ?? edited.message);
  if (!words) return undefined;
  const at = readMoment(edited.timestampMs) ?? readMoment(edited.messageTimestamp) ?? heardAt;
  const providerId = `edit:${key.id}:${at.getTime()}`;
  return {
    kind: 'inbound',
    providerId,
    from,
    text: words.text,
    content: 'edit',
    replyTo: key.id,
    at,
  };
}

/** Somebody has taken back what they wrote. */
export function readDeletion({ data, heardAt }: EvolutionItem): InboundEvent | undefined {
  const key = Key.safeParse(data).data ?? z.object({ key: Key }).safeParse(data).data?.key;
  const from = key && !key.fromMe ? writerOf({ key }) : undefined;
  return key && from && deletion(key.id, from, heardAt);
}

export function deletion(id: string, from: PersonNames, at: Date): InboundEvent {
  const providerId = `deletion:${id}`;
  return { kind: 'inbound', providerId, from, text: '', content: 'deletion', replyTo: id, at };
}

function writerOf({
  key,
  senderPn,
}: {
  key: z.infer<typeof Key>;
  senderPn?: string | undefined;
}): PersonNames | undefined {
  if (isCrowd(key.remoteJid)) return undefined;
  return personOf(key.remoteJid, key.remoteJidAlt, key.senderPn, senderPn, key.senderLid);
}
