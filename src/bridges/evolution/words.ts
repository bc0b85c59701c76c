import { z } from 'zod';
import type { InboundContent, InboundMedia } from '../bridge.ts';

/** What a message says, whatever kind it is of. */
export interface Words {
  text: string;
  content?: InboundContent;
  payload?: string;
  media?: Omit<InboundMedia, 'id'>;
  /** The id of the message that it answers, or is about. */
  replyTo?: string;
}

/** Undefined for what says nothing to anybody, such as the keys of a conversation. */
export function readWords(message: unknown): Words | undefined {
  const whole = unwrapped(message, 0);
  for (const [kind, read] of readers) {
    const body = whole[kind];
    const words = body === undefined || body === null ? undefined : read(body);
    if (words) return { ...quotedIn(whole, body), ...words, ...mediaAddress(whole, words) };
  }
  const isMessage = Object.keys(whole).some(
    (kind) => kind.endsWith('Message') && !silent.has(kind),
  );
  return isMessage ? { text: '', content: 'unsupported' } : undefined;
}

const Fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Fields>;

/** Messages that disappear, are seen once or have a caption are wrapped into another message. */
const wrappers = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
];
const wrapsMax = 5;

function unwrapped(message: unknown, wraps: number): Fields {
  const fields = Fields.safeParse(message).data ?? {};
  const inner = wrappers
    .map((wrapper) => Fields.safeParse(fields[wrapper]).data?.message)
    .find((found) => found !== undefined);
  return inner === undefined || wraps >= wrapsMax ? fields : unwrapped(inner, wraps + 1);
}

/** Between programs: keys of groups, and changes of messages, which come as events of their own. */
const silent: ReadonlySet<string> = new Set([
  'senderKeyDistributionMessage',
  'protocolMessage',
  'pollUpdateMessage',
  'encReactionMessage',
]);

const text = z.string().catch('');
const some = z.string().optional().catch(undefined);

const Extended = z.object({ text: z.string() });
const Pressed = z.object({ selectedButtonId: some, selectedId: some, selectedDisplayText: text });
const Picked = z.object({
  title: text,
  singleSelectReply: z.object({ selectedRowId: some }).optional().catch(undefined),
});
const Interactive = z.object({
  body: z.object({ text }).optional().catch(undefined),
  nativeFlowResponseMessage: z.object({ paramsJson: some }).optional().catch(undefined),
});
const File = z.object({ caption: text, mimetype: some, fileName: some });
const Place = z.object({ name: text, address: text });
const Card = z.object({ displayName: text });
const Reaction = z.object({ text, key: z.object({ id: some }).optional().catch(undefined) });
const Order = z.object({ message: text });

/** In the order in which they are looked for; a message is of one kind. */
const readers: ReadonlyMap<string, (body: unknown) => Words | undefined> = new Map([
  ['conversation', (body) => (typeof body === 'string' ? { text: body } : undefined)],
  ['extendedTextMessage', (body) => pick(Extended, body, ({ text }) => ({ text }))],
  ['buttonsResponseMessage', (body) => pick(Pressed, body, pressed)],
  ['templateButtonReplyMessage', (body) => pick(Pressed, body, pressed)],
  [
    'listResponseMessage',
    (body) =>
      pick(Picked, body, ({ title, singleSelectReply }) =>
        choice('list', title, singleSelectReply?.selectedRowId),
      ),
  ],
  [
    'interactiveResponseMessage',
    (body) =>
      pick(Interactive, body, ({ body: shown, nativeFlowResponseMessage }) =>
        choice('button', shown?.text ?? '', idIn(nativeFlowResponseMessage?.paramsJson)),
      ),
  ],
  ['imageMessage', file('image')],
  ['videoMessage', file('video')],
  ['ptvMessage', file('video')],
  ['documentMessage', file('document')],
  ['audioMessage', file('audio')],
  ['stickerMessage', file('sticker')],
  ['locationMessage', located],
  ['liveLocationMessage', located],
  ['contactMessage', (body) => pick(Card, body, contacts)],
  ['contactsArrayMessage', (body) => pick(Card, body, contacts)],
  [
    'reactionMessage',
    (body) =>
      pick(Reaction, body, ({ text, key }) => ({
        text,
        content: 'reaction',
        ...(key?.id !== undefined && { replyTo: key.id }),
      })),
  ],
  [
    'orderMessage',
    (body) => pick(Order, body, ({ message }) => ({ text: message, content: 'order' })),
  ],
]);

function pick<Shape>(
  schema: z.ZodType<Shape>,
  body: unknown,
  read: (shape: Shape) => Words,
): Words | undefined {
  const shape = schema.safeParse(body);
  return shape.success ? read(shape.data) : undefined;
}

function pressed({ selectedButtonId, selectedId, selectedDisplayText }: z.infer<typeof Pressed>) {
  return choice('button', selectedDisplayText, selectedButtonId ?? selectedId);
}

function choice(content: 'button' | 'list', text: string, payload: string | undefined): Words {
  return { text, content, ...(payload !== undefined && { payload }) };
}

function idIn(paramsJson = ''): string | undefined {
  try {
    return z.object({ id: z.string() }).safeParse(JSON.parse(paramsJson)).data?.id;
  } catch {
    return undefined;
  }
}

/** Its own `url` leads to what only the phone can decrypt, so it is left out. */
function file(type: InboundMedia['type']) {
  return (body: unknown) =>
    pick(File, body, ({ caption, mimetype, fileName }) => ({
      text: caption,
      content: 'media',
      media: {
        type,
        ...(mimetype !== undefined && { mimeType: mimetype }),
        ...(fileName !== undefined && { fileName }),
      },
    }));
}

function located(body: unknown): Words | undefined {
  return pick(Place, body, ({ name, address }) => ({
    text: [name, address].filter((part) => part !== '').join(', '),
    content: 'location',
  }));
}

function contacts({ displayName }: z.infer<typeof Card>): Words {
  return { text: displayName, content: 'contacts' };
}

/** Where Evolution keeps files in a store of its own, it says where. */
function mediaAddress(whole: Fields, { media }: Words): Pick<Words, 'media'> {
  const url = whole.mediaUrl;
  const isAddress = typeof url === 'string' && /^https?:\/\//.test(url);
  return media && isAddress ? { media: { ...media, url } } : {};
}

const Quoting = z.object({ contextInfo: z.object({ stanzaId: z.string().min(1) }) });

function quotedIn(whole: Fields, body: unknown): Pick<Words, 'replyTo'> {
  const quoting = Quoting.safeParse(body).data ?? Quoting.safeParse(whole).data;
  return quoting ? { replyTo: quoting.contextInfo.stanzaId } : {};
}
