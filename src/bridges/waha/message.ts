import { z } from 'zod';
import type {
  BridgeEvent,
  EchoEvent,
  InboundContent,
  InboundEvent,
  InboundMedia,
  PersonNames,
  StatusEvent,
} from '../bridge.ts';
import { readMoment } from './moment.ts';
import { bareId, chatOf, personOf } from './names.ts';
import { Id, type Post, valueAt } from './post.ts';

/** Somebody wrote: a person to us, we on the phone (an echo), or we through WAHA (a receipt of a kind). */
export function readMessage({ payload }: Post, postedAt: Date): BridgeEvent | undefined {
  const message = Message.safeParse(payload).data;
  const person = message && personIn(message);
  if (!message || !person) return undefined;
  const at = message.timestamp ?? postedAt;
  return isOwn(message) ? ownMessage(message, person, at) : theirMessage(message, person, at);
}

export function readReaction({ payload }: Post, postedAt: Date): InboundEvent | undefined {
  const message = Reaction.safeParse(payload).data;
  const person = message && !isOwn(message) ? personIn(message) : undefined;
  if (!message || !person) return undefined;
  const { text, messageId } = message.reaction;
  const reactedTo = bareId(messageId);
  return about(reactedTo, person, message.timestamp ?? postedAt, 'reaction', text, reactedTo);
}

export function readEdit({ payload }: Post, postedAt: Date): InboundEvent | undefined {
  const message = Edit.safeParse(payload).data;
  const person = message && !isOwn(message) ? personIn(message) : undefined;
  if (!message || !person) return undefined;
  const edited = bareId(message.editedMessageId ?? message.id);
  return about(edited, person, message.timestamp ?? postedAt, 'edit', message.body);
}

export function readDeletion({ payload }: Post, postedAt: Date): InboundEvent | undefined {
  const { after, before, revokedMessageId } = Deletion.parse(payload);
  const message = after ?? before;
  const person = message && !isOwn(message) ? personIn(message) : undefined;
  if (!message || !person) return undefined;
  const deleted = bareId(revokedMessageId ?? before?.id ?? message.id);
  return about(deleted, person, message.timestamp ?? postedAt, 'deletion', '');
}

const text = z.string().nullish().catch(undefined);
const common = {
  id: Id,
  timestamp: z.unknown().optional().transform(readMoment),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  fromMe: z.boolean().optional().catch(undefined),
  _data: z.unknown().optional(),
};
const Body = z
  .string()
  .nullish()
  .catch('')
  .transform((body) => body ?? '');
const Message = z.object({
  ...common,
  source: text,
  body: Body,
  hasMedia: z.boolean().catch(false),
  media: z.object({ url: text, mimetype: text, filename: text }).nullish().catch(undefined),
  location: z.looseObject({}).nullish().catch(undefined),
  vCards: z.array(z.unknown()).nullish().catch(undefined),
  replyTo: z.object({ id: Id }).nullish().catch(undefined),
  ack: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;
const Reaction = z.object({
  ...common,
  reaction: z.object({ text: z.string().catch(''), messageId: Id }),
});
const Edit = z.object({ ...common, body: Body, editedMessageId: Id.nullish().catch(undefined) });
const Bare = z.object(common).nullish().catch(undefined);
const Deletion = z.object({
  after: Bare,
  before: Bare,
  revokedMessageId: Id.nullish().catch(undefined),
});

/** Where it is not said, the long form of its id says it. */
function isOwn({ id, fromMe }: z.infer<typeof Bare> & object): boolean {
  return fromMe ?? id.startsWith('true_');
}

/** The other side of the chat, under each of the names that an engine hands on. */
function personIn(message: z.infer<typeof Bare> & object): PersonNames | undefined {
  const { id, from, to, _data } = message;
  const fromMe = isOwn(message);
  const alt = fromMe ? 'RecipientAlt' : 'SenderAlt';
  return personOf([
    chatOf(id) ?? (fromMe ? to : undefined) ?? from,
    valueAt(_data, 'Info', 'Chat'),
    valueAt(_data, 'Info', alt),
    valueAt(_data, 'key', 'remoteJid'),
    valueAt(_data, 'key', 'remoteJidAlt'),
    fromMe ? undefined : valueAt(_data, 'key', 'senderPn'),
    fromMe ? undefined : valueAt(_data, 'key', 'senderLid'),
  ]);
}

/** What went out through WAHA, by us or by another program, is no sign that a person took the phone. */
function ownMessage(message: Message, to: PersonNames, at: Date): EchoEvent | StatusEvent {
  const providerId = bareId(message.id);
  if (message.source === 'app') return { kind: 'echo', providerId, to, text: message.body, at };
  const isPending = message.ack === 0 || message.ack === undefined || message.ack === null;
  return { kind: 'status', status: isPending ? 'accepted' : 'sent', providerId, person: to, at };
}

function theirMessage(message: Message, from: PersonNames, at: Date): InboundEvent {
  const { id, replyTo } = message;
  const name = nameIn(message);
  const media = mediaIn(message);
  return {
    kind: 'inbound',
    providerId: bareId(id),
    from,
    text: message.body,
    content: contentOf(message),
    at,
    ...(name !== undefined && { name }),
    ...(media && { media }),
    ...(replyTo && { replyTo: bareId(replyTo.id) }),
  };
}

function contentOf({ hasMedia, location, vCards, body }: Message): InboundContent {
  if (hasMedia) return 'media';
  if (location) return 'location';
  if (vCards && vCards.length > 0) return 'contacts';
  return body === '' ? 'unsupported' : 'text';
}

function mediaIn({ media }: Message): InboundMedia | undefined {
  if (!media?.mimetype) return undefined;
  const { url, mimetype, filename } = media;
  return {
    type: mediaTypeOf(mimetype),
    mimeType: mimetype,
    ...(filename && { fileName: filename }),
    ...(url && { url }),
  };
}

function mediaTypeOf(mimeType: string): InboundMedia['type'] {
  if (mimeType.startsWith('image/webp')) return 'sticker';
  const [type] = mimeType.split('/');
  return type === 'image' || type === 'video' || type === 'audio' ? type : 'document';
}

const nameMax = 200;

/** Each engine keeps it elsewhere. */
function nameIn({ _data }: Message): string | undefined {
  const names = [
    valueAt(_data, 'Info', 'PushName'),
    valueAt(_data, 'pushName'),
    valueAt(_data, 'notifyName'),
  ];
  const name = names.find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof name === 'string' ? name.slice(0, nameMax) : undefined;
}

/** Something that happened to a message. It has no lasting id of its own, as engines differ, so it gets one. */
function about(
  messageId: string,
  from: PersonNames,
  at: Date,
  content: 'reaction' | 'edit' | 'deletion',
  words: string,
  replyTo?: string,
): InboundEvent {
  const providerId = `${messageId}:${content}:${at.getTime()}`;
  return {
    kind: 'inbound',
    providerId,
    from,
    text: words,
    content,
    at,
    ...(replyTo !== undefined && { replyTo }),
  };
}
