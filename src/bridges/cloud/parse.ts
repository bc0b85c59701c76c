import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BridgeEvent, EventItem, StatusEvent } from '../bridge.ts';
import { storableJson } from '../storable.ts';
import { GraphError, textOf } from './answer.ts';
import { cloudFailure } from './errors.ts';

/**
 * Takes one post apart: entry by change by message and status. Nothing is refused and nothing
 * thrown; what this version cannot read is kept as it came, in the least urgent queue.
 */
export function splitCloudPost(body: unknown): EventItem[] {
  const changes = Post.parse(body).entry.flatMap((entry) => Entry.parse(entry).changes);
  return changes.flatMap((change) => {
    const { field, value } = Change.parse(change);
    const numberKey = value.metadata?.phone_number_id ?? '';
    const parts = field === 'messages' ? partsOf(value) : [];
    return (parts.length > 0 ? parts : [{ change }]).map((part) => itemOf(numberKey, part));
  });
}

/** What a stored item means; undefined when it is of a type or shape that this version does not know. */
export function readCloudItem(payload: unknown): BridgeEvent | undefined {
  const { status, message, contact } = Item.safeParse(payload).data ?? {};
  if (status) return readStatus(status);
  if (message) return readMessage(message, contact?.profile.name);
  return undefined;
}

const list = z.array(z.unknown()).catch([]);
const Post = z.object({ entry: list }).catch({ entry: [] });
const Entry = z.object({ changes: list }).catch({ changes: [] });
const Value = z.object({
  metadata: z
    .object({ phone_number_id: z.string().regex(/^\d{1,32}$/) })
    .optional()
    .catch(undefined),
  contacts: list,
  messages: list,
  statuses: list,
  errors: list,
});
type Value = z.infer<typeof Value>;
const Change = z
  .object({ field: z.string(), value: Value })
  .catch({ field: '', value: Value.parse({}) });

/** Longer ones would not fit into the index that drops repeats. */
const id = z.string().min(1).max(200);

/** Seconds, as text in most places and as a number in some. */
const moment = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .refine((seconds) => seconds >= 0 && seconds < 10 ** 10)
  .transform((seconds) => new Date(seconds * 1_000));

const Status = z.object({
  id,
  status: z.string(),
  timestamp: moment,
  biz_opaque_callback_data: z.string().max(512).optional().catch(undefined),
  errors: z.array(GraphError).optional().catch(undefined),
});

const title = z.string();
const choice = z.object({ id: z.string(), title });
const Interactive = z.discriminatedUnion('type', [
  z.object({ type: z.literal('button_reply'), button_reply: choice }),
  z.object({ type: z.literal('list_reply'), list_reply: choice }),
]);

const common = {
  id,
  /** Missing for people who hide their number; those Herald cannot answer yet. */
  from: z.string().regex(/^\d{6,15}$/),
  timestamp: moment,
  context: z.object({ id }).optional().catch(undefined),
};
const Message = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('text'), text: z.object({ body: z.string() }) }),
  z.object({
    ...common,
    type: z.literal('button'),
    button: z.object({ text: title, payload: z.string().optional().catch(undefined) }),
  }),
  z.object({ ...common, type: z.literal('interactive'), interactive: Interactive }),
]);
type Message = z.infer<typeof Message>;

const Contact = z.object({ wa_id: z.string(), profile: z.object({ name: z.string() }) });

const Item = z.object({
  status: Status.optional().catch(undefined),
  message: Message.optional().catch(undefined),
  contact: Contact.optional().catch(undefined),
});

const Writer = z.object({ from: z.string() });

/** Each message with what is known of its writer, each status, each error. */
function partsOf({ contacts, messages, statuses, errors }: Value): object[] {
  const known = new Map(
    contacts.map((contact) => [Contact.safeParse(contact).data?.wa_id, contact]),
  );
  const writerOf = (message: unknown) => {
    const writer = Writer.safeParse(message).data;
    return writer && known.get(writer.from);
  };
  return [
    ...messages.map((message) => ({ message, contact: writerOf(message) })),
    ...statuses.map((status) => ({ status })),
    ...errors.map((error) => ({ error })),
  ];
}

function itemOf(numberKey: string, part: object): EventItem {
  const payload = storableJson(part);
  const meaning = readCloudItem(payload);
  switch (meaning?.kind) {
    case 'inbound':
      return { key: meaning.providerId, lane: 'inbound', numberKey, payload };
    case 'status': {
      const key = `${meaning.providerId}:${meaning.status}:${meaning.at.getTime() / 1_000}`;
      return { key, lane: 'status', numberKey, payload };
    }
    default: {
      // The same unreadable item is stored once, however often it is posted.
      const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
      return { key: `unreadable:${hash}`, lane: 'status', numberKey, payload };
    }
  }
}

/** `played` is a voice message's way to be read. */
const meanings: ReadonlyMap<string, StatusEvent['status']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

function readStatus(status: z.infer<typeof Status>): StatusEvent | undefined {
  const meaning = meanings.get(status.status);
  if (meaning === undefined) return undefined;
  const token = status.biz_opaque_callback_data;
  const [error] = meaning === 'failed' ? (status.errors ?? []) : [];
  return {
    kind: 'status',
    status: meaning,
    providerId: status.id,
    at: status.timestamp,
    ...(token !== undefined && { token }),
    ...(error && { failure: failureOf(error) }),
  };
}

function failureOf(error: GraphError) {
  const { class: failure } = cloudFailure(error.code);
  return { class: failure, code: String(error.code), text: textOf(error) };
}

function readMessage(message: Message, name: string | undefined): BridgeEvent {
  return {
    kind: 'inbound',
    providerId: message.id,
    from: { phone: `+${message.from}` },
    at: message.timestamp,
    ...wordsOf(message),
    ...(name !== undefined && { name }),
    ...(message.context && { replyTo: message.context.id }),
  };
}

function wordsOf(message: Message): { text: string; payload?: string } {
  switch (message.type) {
    case 'text':
      return { text: message.text.body };
    case 'button': {
      const { text, payload } = message.button;
      return { text, ...(payload !== undefined && { payload }) };
    }
    case 'interactive': {
      const { interactive } = message;
      const { id: payload, title: text } =
        interactive.type === 'button_reply' ? interactive.button_reply : interactive.list_reply;
      return { text, payload };
    }
  }
}
