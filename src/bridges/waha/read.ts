import { z } from 'zod';
import type { BridgeEvent, SenderEvent, StatusEvent } from '../bridge.ts';
import { reachoutTimelockCode } from './answer.ts';
import { readDeletion, readEdit, readMessage, readReaction } from './message.ts';
import { bareId, chatOf, personOf } from './names.ts';
import { Id, Post, valueAt } from './post.ts';
import { reachoutTimelock, restrictionOf, SessionLimits, stateOf } from './state.ts';

/** What a stored item means; undefined when it is of a type or shape that this version does not know. */
export function readWahaItem(item: unknown): BridgeEvent | undefined {
  const restricted = valueAt(item, 'restricted');
  const post = Post.safeParse(restricted ?? item).data;
  if (post && restricted) return readRestriction(post);
  // A time is filled in where a post is split; whatever has none was not split by us.
  return post?.timestamp && readPost(post, post.timestamp);
}

export function readPost(post: Post, at: Date): BridgeEvent | undefined {
  return readers.get(post.event)?.(post, at);
}

/** A receipt that says why a message failed may say something of the number, too. */
export function tellsOfRestriction(meaning: BridgeEvent | undefined): boolean {
  return meaning?.kind === 'status' && meaning.failure?.code === reachoutTimelockCode;
}

type Reader = (post: Post, at: Date) => BridgeEvent | undefined;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['message', readMessage],
  ['message.any', readMessage],
  ['message.ack', readAck],
  ['message.reaction', readReaction],
  ['message.edited', readEdit],
  ['message.revoked', readDeletion],
  ['session.status', readSession],
]);

const Ack = z.object({
  id: Id,
  // Receipts of what others wrote are about our own reading.
  fromMe: z.literal(true),
  to: z.unknown().optional(),
  ack: z.int().optional().catch(undefined),
  ackName: z.string().optional().catch(undefined),
  error: z
    .object({ code: z.coerce.string().max(40), until: z.unknown().optional() })
    .optional()
    .catch(undefined),
  _data: z.unknown().optional(),
});

/** `PLAYED` is a voice message's way to be read. */
const ackNumbers: readonly [number, string, StatusEvent['status']][] = [
  [-1, 'ERROR', 'failed'],
  [0, 'PENDING', 'accepted'],
  [1, 'SERVER', 'sent'],
  [2, 'DEVICE', 'delivered'],
  [3, 'READ', 'read'],
  [4, 'PLAYED', 'read'],
];

function readAck({ payload }: Post, at: Date): StatusEvent | undefined {
  const receipt = Ack.safeParse(payload).data;
  if (!receipt) return undefined;
  const [, , status] =
    ackNumbers.find(([number]) => number === receipt.ack) ??
    ackNumbers.find(([, name]) => receipt.ack === undefined && name === receipt.ackName) ??
    [];
  if (!status) return undefined;
  const person = personOf(namesIn(receipt));
  return {
    kind: 'status',
    status,
    providerId: bareId(receipt.id),
    at,
    ...(person && { person }),
    ...(status === 'failed' && { failure: failureOf(receipt.error?.code) }),
  };
}

/** A receipt comes from the person, so its writer is that person, under their other name. */
function namesIn({ id, to, _data }: z.infer<typeof Ack>): unknown[] {
  return [
    chatOf(id) ?? to,
    valueAt(_data, 'Chat'),
    valueAt(_data, 'IsFromMe') === true ? undefined : valueAt(_data, 'SenderAlt'),
    valueAt(_data, 'key', 'remoteJid'),
    valueAt(_data, 'key', 'remoteJidAlt'),
  ];
}

function failureOf(code = 'ack_error'): NonNullable<StatusEvent['failure']> {
  return code === reachoutTimelockCode
    ? { class: 'pause_sender', code, text: reachoutTimelock(undefined, new Date(0)).reason }
    : { class: 'other', code, text: 'WhatsApp did not take the message.' };
}

function readRestriction({ payload, me, timestamp: at }: Post): SenderEvent | undefined {
  if (!at) return undefined;
  const known = restrictionOf({}, me ?? {}, at);
  const until = z.object({ error: z.object({ until: z.coerce.date() }) }).safeParse(payload).data;
  const restriction =
    known?.kind === 'new_chats' ? known : reachoutTimelock(until?.error.until, at);
  return { kind: 'sender', restriction, at };
}

const Session = z.object({ status: z.string(), data: z.unknown().optional() });

function readSession(post: Post, at: Date): SenderEvent | undefined {
  const session = Session.safeParse(post.payload).data;
  if (!session) return undefined;
  const news = SessionLimits.safeParse(session.data).data ?? {};
  const restriction = restrictionOf(news, post.me ?? {}, at);
  const phone = personOf([post.me?.id])?.phone;
  const { engine, environment } = post;
  const facts = {
    ...(engine !== undefined && { engine }),
    ...(environment?.version !== undefined && { version: environment.version }),
  };
  return {
    kind: 'sender',
    ...stateOf(session.status),
    ...(restriction !== undefined && { restriction }),
    ...(phone !== undefined && { phone }),
    ...(Object.keys(facts).length > 0 && { facts }),
    at,
  };
}
