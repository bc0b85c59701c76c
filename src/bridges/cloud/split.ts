import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BridgeEvent, EventItem } from '../bridge.ts';
import { storableJson } from '../storable.ts';
import { readCloudItem } from './parse.ts';
import { list, moment, perhaps } from './shapes.ts';

/** Whom a change is about, as it names them. Without any of these it is about nobody. */
export interface About {
  /** The number's id. */
  numberKey?: string | undefined;
  /** The digits of the number itself. */
  phone?: string | undefined;
  /** The business account: all of its numbers, unless one of ours is named. */
  wabaId?: string | undefined;
}

/** One item of a post, before it is known which numbers of ours it is about. */
export type CloudItem = Omit<EventItem, 'numberKey'> & { about: About };

/**
 * Takes one post apart: entry by change by message and status. Nothing is refused and nothing
 * thrown; what this version cannot read is kept as it came, in the least urgent queue.
 */
export function splitCloudPost(body: unknown, receivedAt: Date): CloudItem[] {
  const entries = Post.parse(body).entry.map((entry) => Entry.parse(entry));
  return entries.flatMap(({ id, time, changes }) =>
    changes.flatMap((change) => {
      const { field, value } = Change.parse(change);
      const about = aboutOf(field, value, id);
      const parts = partsOf(field, value);
      return (parts.length > 0 ? parts : [{ change }]).map((part) =>
        itemOf(about, part, time, receivedAt),
      );
    }),
  );
}

const Post = z.object({ entry: list }).catch({ entry: [] });
const Entry = z
  .object({
    id: perhaps(z.string().regex(/^\d{1,32}$/)),
    time: perhaps(moment),
    changes: list,
  })
  .catch({ id: undefined, time: undefined, changes: [] });

const numberId = z.string().regex(/^\d{1,32}$/);
const Value = z.object({
  metadata: perhaps(z.object({ phone_number_id: numberId })),
  display_phone_number: perhaps(z.string().max(40)),
  entity_type: perhaps(z.string()),
  entity_id: perhaps(z.union([z.int().transform(String), z.string()]).pipe(numberId)),
  contacts: list,
  messages: list,
  statuses: list,
  errors: list,
  message_echoes: list,
  user_preferences: list,
  user_id_update: list,
});
type Value = z.infer<typeof Value>;
const Change = z
  .object({ field: z.string(), value: Value })
  .catch({ field: '', value: Value.parse({}) });

/**
 * What somebody wrote to another number of the account, or how that one is, must not be taken for
 * one of ours; what is about the account, or about a person and the whole business, is about each.
 */
function aboutOf(field: string, value: Value, wabaId: string | undefined): About {
  const numberKey = value.metadata?.phone_number_id;
  switch (field) {
    case 'messages':
    case 'smb_message_echoes':
      return { numberKey };
    case 'phone_number_quality_update':
      return { phone: value.display_phone_number?.replace(/\D/g, '') };
    case 'account_alerts':
      return value.entity_type === 'PHONE_NUMBER' ? { numberKey: value.entity_id } : { wabaId };
    default:
      return { numberKey, wabaId };
  }
}

/** Each message with what is known of its writer, each status, each error, each wish. */
function partsOf(field: string, value: Value): object[] {
  switch (field) {
    case 'messages':
      return [
        ...messagesOf(value),
        ...value.statuses.map((status) => ({ status })),
        ...value.errors.map((error) => ({ error })),
      ];
    case 'smb_message_echoes':
      return value.message_echoes.map((echo) => ({ echo }));
    case 'user_preferences':
      return value.user_preferences.map((preference) => ({ preference }));
    case 'user_id_update':
      return value.user_id_update.map((idUpdate) => ({ idUpdate }));
    default:
      return [];
  }
}

const Names = z.object({
  from: perhaps(z.string()),
  from_user_id: perhaps(z.string()),
  wa_id: perhaps(z.string()),
  user_id: perhaps(z.string()),
});

function messagesOf({ messages, contacts }: Value): object[] {
  const known = contacts.map((contact) => ({ contact, names: Names.safeParse(contact).data }));
  return messages.map((message) => {
    const { from, from_user_id } = Names.safeParse(message).data ?? {};
    const writer = known.find(
      ({ names }) =>
        (from !== undefined && names?.wa_id === from) ||
        (from_user_id !== undefined && names?.user_id === from_user_id),
    );
    return { message, contact: writer?.contact };
  });
}

const lanes: Readonly<Record<BridgeEvent['kind'], EventItem['lane']>> = {
  inbound: 'inbound',
  echo: 'inbound',
  preference: 'inbound',
  identity: 'inbound',
  template: 'sender',
  sender: 'sender',
  status: 'status',
};

function itemOf(about: About, part: object, time: Date | undefined, receivedAt: Date): CloudItem {
  // These have no time of their own: they happened when WhatsApp says that it told of them.
  const isUndated = 'change' in part || 'error' in part;
  const at = isUndated ? { at: (time ?? receivedAt).toISOString() } : {};
  const payload = storableJson({ ...part, ...at });
  const meaning = readCloudItem(payload);
  const key = ownKey(meaning) ?? `${meaning?.kind ?? 'unreadable'}:${hashOf(part, time)}`;
  return { key, lane: meaning ? lanes[meaning.kind] : 'status', about, payload };
}

function ownKey(meaning: BridgeEvent | undefined): string | undefined {
  switch (meaning?.kind) {
    case 'inbound':
      return meaning.providerId;
    case 'echo':
      return `echo:${meaning.providerId}`;
    case 'status':
      return `${meaning.providerId}:${meaning.status}:${meaning.at.getTime() / 1_000}`;
    default:
      return undefined;
  }
}

/** The same item is stored once, however often it is posted; when it came must not count. */
function hashOf(part: object, time: Date | undefined): string {
  const text = JSON.stringify([storableJson(part), time]);
  return createHash('sha256').update(text).digest('hex');
}
