import { z } from 'zod';
import type { InboundEvent, InboundMedia } from '../bridge.ts';
import { id, perhaps } from './shapes.ts';

/** What a message says, apart from who wrote it and when. */
export type Said = Pick<InboundEvent, 'text' | 'content' | 'media' | 'payload' | 'replyTo'>;

/** What a message of this kind says; undefined for kinds and shapes that this version does not know. */
export function saidIn(kind: string, message: unknown): Said | undefined {
  return readers.get(kind)?.safeParse(message).data;
}

const words = z.string().catch('').default('');
const choice = z.object({ id: z.string(), title: z.string() });

const text = z
  .object({ text: z.object({ body: z.string() }) })
  .transform((message): Said => ({ text: message.text.body }));

const button = z
  .object({ button: z.object({ text: z.string(), payload: perhaps(z.string()) }) })
  .transform(({ button: { text, payload } }): Said => {
    return { content: 'button', text, ...(payload !== undefined && { payload }) };
  });

const Interactive = z.discriminatedUnion('type', [
  z.object({ type: z.literal('button_reply'), button_reply: choice }),
  z.object({ type: z.literal('list_reply'), list_reply: choice }),
]);
const interactive = z.object({ interactive: Interactive }).transform((message): Said => {
  const given = message.interactive;
  if (given.type === 'button_reply') return pressed('button', given.button_reply);
  return pressed('list', given.list_reply);
});

function pressed(content: 'button' | 'list', { id: payload, title }: z.infer<typeof choice>): Said {
  return { content, text: title, payload };
}

const File = z.object({
  id,
  mime_type: perhaps(z.string().max(200)),
  filename: perhaps(z.string().max(500)),
  caption: words,
});

function media(type: InboundMedia['type']) {
  return z
    .looseObject({})
    .transform((message) => message[type])
    .pipe(File)
    .transform((file): Said => {
      return { content: 'media', text: file.caption, media: mediaOf(type, file) };
    });
}

function mediaOf(type: InboundMedia['type'], file: z.infer<typeof File>): InboundMedia {
  return {
    type,
    id: file.id,
    ...(file.mime_type !== undefined && { mimeType: file.mime_type }),
    ...(file.filename !== undefined && { fileName: file.filename }),
  };
}

/** Without an emoji it was taken back. */
const reaction = z
  .object({ reaction: z.object({ message_id: id, emoji: words }) })
  .transform(({ reaction: { message_id, emoji } }): Said => {
    return { content: 'reaction', text: emoji, replyTo: message_id };
  });

const location = z
  .object({
    location: z.object({
      latitude: z.number(),
      longitude: z.number(),
      name: words,
      address: words,
    }),
  })
  .transform(({ location: { latitude, longitude, name, address } }): Said => {
    const place = [name, address].filter((part) => part !== '').join(', ');
    return { content: 'location', text: place || `${latitude}, ${longitude}` };
  });

const Card = z.object({ name: z.object({ formatted_name: z.string() }) });
const contacts = z.object({ contacts: z.array(z.unknown()) }).transform((message): Said => {
  const names = message.contacts.map((card) => Card.safeParse(card).data?.name.formatted_name);
  return { content: 'contacts', text: names.filter((name) => name !== undefined).join(', ') };
});

const order = z
  .object({ order: z.object({ text: words }) })
  .transform((message): Said => ({ content: 'order', text: message.order.text }));

const unsupported = z.object({}).transform((): Said => ({ content: 'unsupported', text: '' }));

const original = { original_message_id: id };
const revoke = z.object({ revoke: z.object(original) }).transform((message): Said => {
  return { content: 'deletion', text: '', replyTo: message.revoke.original_message_id };
});

/** What it says now; of a file, what is written below it. */
const Edited = z.object({
  text: perhaps(z.object({ body: z.string() })),
  image: perhaps(z.object({ caption: words })),
  video: perhaps(z.object({ caption: words })),
  document: perhaps(z.object({ caption: words })),
});
const edit = z
  .object({ edit: z.object({ ...original, message: Edited }) })
  .transform(({ edit: { original_message_id, message } }): Said => {
    const { text, image, video, document } = message;
    const said = text?.body ?? (image ?? video ?? document)?.caption ?? '';
    return { content: 'edit', text: said, replyTo: original_message_id };
  });

const readers: ReadonlyMap<string, z.ZodType<Said>> = new Map<string, z.ZodType<Said>>([
  ['text', text],
  ['button', button],
  ['interactive', interactive],
  ['image', media('image')],
  ['video', media('video')],
  ['document', media('document')],
  ['audio', media('audio')],
  ['sticker', media('sticker')],
  ['reaction', reaction],
  ['location', location],
  ['contacts', contacts],
  ['order', order],
  ['unsupported', unsupported],
  ['revoke', revoke],
  ['edit', edit],
]);
