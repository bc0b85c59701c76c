import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import { formatted } from '../entities.ts';
import type { ChatMessage } from '../model.ts';
import {
  caption,
  chatId,
  entities,
  messageId,
  messageText,
  parseMode,
  type ReplyMarkup,
  replyMarkup,
} from '../parameters.ts';
import { captioned } from '../person.ts';
import { unixSeconds } from '../store.ts';
import { toWire } from '../wire.ts';
import type { World } from '../world.ts';
import { method, requireChat } from './method.ts';

const target = {
  chat_id: chatId,
  message_id: messageId,
  reply_markup: replyMarkup,
  parse_mode: parseMode,
};

export const editMessageText = method(
  z.object({ ...target, text: messageText('MESSAGE_TOO_LONG'), entities }),
  (world, { text, entities, ...to }) =>
    edit(world, to, (message) => {
      if (message.text === undefined) throw badRequest('there is no text in the message to edit');
      return { ...without(message, 'entities'), ...formatted(text, entities) };
    }),
);

export const editMessageCaption = method(
  z.object({ ...target, caption, caption_entities: entities }),
  (world, { caption, caption_entities, ...to }) =>
    edit(world, to, (message) => {
      if (message.text !== undefined) {
        throw badRequest('there is no caption in the message to edit');
      }
      return {
        ...without(message, 'caption', 'entities'),
        ...captioned(caption, caption_entities),
      };
    }),
);

export const editMessageReplyMarkup = method(z.object(target), (world, to) =>
  edit(world, to, (message) => message),
);

/** Telegram lets a bot delete anything in a private chat, for two days. */
const deletableForSeconds = 48 * 3600;

export const deleteMessage = method(
  z.object({ chat_id: chatId, message_id: messageId }),
  (world, { chat_id, message_id }) => {
    const { store } = world;
    requireChat(world, chat_id);
    const message = store.message(chat_id, message_id);
    if (message === undefined) throw badRequest('message to delete not found');
    if (unixSeconds(store) - message.date >= deletableForSeconds) {
      throw badRequest("message can't be deleted for everyone");
    }
    store.record({ kind: 'deleted', chat: chat_id, message_id });
    return true;
  },
);

interface Target {
  chat_id: number;
  message_id: number;
  reply_markup?: ReplyMarkup | undefined;
}

/** An edit says the whole keyboard: an inline keyboard that it does not repeat is gone. */
function edit(
  world: World,
  { chat_id, message_id, reply_markup }: Target,
  change: (message: ChatMessage) => ChatMessage,
) {
  const { store } = world;
  requireChat(world, chat_id);
  const before = store.message(chat_id, message_id);
  if (before === undefined) throw badRequest('message to edit not found');
  if (!isEditable(before)) throw badRequest("message can't be edited");

  const after: ChatMessage = {
    ...without(change(before), 'markup'),
    ...(reply_markup?.inline_keyboard && { markup: reply_markup }),
  };
  if (isDeepStrictEqual(after, before)) throw badRequest(notModified);

  const message = { ...after, edit_date: unixSeconds(store) };
  store.record({ kind: 'message', message });
  return toWire(message);
}

/** Only what the bot wrote, and not below a reply keyboard. */
function isEditable({ from, markup }: ChatMessage): boolean {
  return from === 'bot' && (markup === undefined || markup.inline_keyboard !== undefined);
}

const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

function without<T extends object, K extends keyof T>(whole: T, ...keys: K[]): Omit<T, K> {
  const rest = { ...whole };
  for (const key of keys) delete rest[key];
  return rest;
}
