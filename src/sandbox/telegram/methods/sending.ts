import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import { formatted } from '../entities.ts';
import { imageSize } from '../image-size.ts';
import type { Change, ChatMessage, StoredFile } from '../model.ts';
import {
  caption,
  chatId,
  entities,
  messageText,
  parseMode,
  type ReplyMarkup,
  replyMarkup,
} from '../parameters.ts';
import { captioned } from '../person.ts';
import { unixSeconds } from '../store.ts';
import { toWire } from '../wire.ts';
import type { World } from '../world.ts';
import { type Call, method, requireChat } from './method.ts';

const toChat = { chat_id: chatId, reply_markup: replyMarkup, parse_mode: parseMode };
const withCaption = { ...toChat, caption, caption_entities: entities };

export const sendMessage = method(
  z.object({ ...toChat, text: messageText('message is too long'), entities }),
  (world, { text, entities, ...to }) => send(world, to, formatted(text, entities)),
);

export const sendDocument = method(
  z.object({ ...withCaption, document: z.string('there is no document in the request') }),
  (world, { document, caption, caption_entities, ...to }, call) => {
    const { file, changes } = takeFile(world, 'documents', document, call);
    return send(world, to, { ...captioned(caption, caption_entities), document: file }, changes);
  },
);

export const sendPhoto = method(
  z.object({ ...withCaption, photo: z.string('there is no photo in the request') }),
  (world, { photo, caption, caption_entities, ...to }, call) => {
    const { file, changes } = takeFile(world, 'photos', photo, call);
    const size = imageSize(world.files.read(file.file_id) ?? Buffer.alloc(0));
    if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED');

    const content = { ...captioned(caption, caption_entities), photo: { ...file, ...size } };
    return send(world, to, content, changes);
  },
);

const chatActions = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
] as const;

export const sendChatAction = method(
  z.object({
    chat_id: chatId,
    action: z.enum(chatActions, 'wrong parameter action in request'),
  }),
  (world, { chat_id }) => {
    requireChat(world, chat_id);
    return true;
  },
);

interface Recipient {
  chat_id: number;
  reply_markup?: ReplyMarkup | undefined;
}

function send(
  world: World,
  { chat_id, reply_markup }: Recipient,
  content: Partial<ChatMessage>,
  changes: Change[] = [],
) {
  const { store } = world;
  requireChat(world, chat_id);
  const message: ChatMessage = {
    message_id: store.state.counters.message + 1,
    chat: chat_id,
    from: 'bot',
    date: unixSeconds(store),
    ...content,
    ...(reply_markup !== undefined && { markup: reply_markup }),
  };
  store.record(...changes, { kind: 'message', message });
  return toWire(message);
}

/** A file comes with the request (`attach://<part>`) or is one that Telegram has already, by its id. */
function takeFile(
  { store, files }: World,
  folder: 'documents' | 'photos',
  reference: string,
  call: Call,
): { file: StoredFile; changes: Change[] } {
  const part = call.files.get(reference.replace(/^attach:\/\//, ''));
  if (part !== undefined) {
    if (part.bytes.length === 0) throw badRequest('file must be non-empty');
    const file = files.save(folder, part);
    return { file, changes: [{ kind: 'file', file }] };
  }
  const known = store.state.files.get(reference);
  if (known === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
  return { file: known, changes: [] };
}
