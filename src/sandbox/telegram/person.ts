import { formatted } from './entities.ts';
import type { Change, ChatMessage } from './model.ts';
import type { FilePart } from './multipart.ts';
import { type Store, unixSeconds } from './store.ts';
import { queued } from './updates.ts';
import { person, toWire } from './wire.ts';
import type { World } from './world.ts';

/** What the person does, as the bot hears of it. Each is written down together with its update. */

export function say({ store }: World, chat: number, text: string): ChatMessage {
  return received(store, { ...newMessage(store, chat), ...formatted(text) });
}

export function upload(
  { store, files }: World,
  chat: number,
  part: FilePart,
  captionText: string | undefined,
): ChatMessage {
  const document = files.save('documents', part);
  return received(
    store,
    { ...newMessage(store, chat), ...captioned(captionText), document },
    { kind: 'file', file: document },
  );
}

/** Returns the id of the callback query, or undefined when that message has no such button. */
export function press(
  { store }: World,
  chat: number,
  messageId: number,
  data: string,
): string | undefined {
  const message = store.message(chat, messageId);
  const buttons = message?.markup?.inline_keyboard?.flat() ?? [];
  if (message === undefined || !buttons.some((button) => button.callback_data === data))
    return undefined;

  const id = String(firstCallbackId + store.state.counters.callback);
  const query = {
    id,
    from: person(chat),
    message: toWire(message),
    chat_instance: `-${chat}`,
    data,
  };
  store.record(
    { kind: 'callback', callback: { id, chat, pressedAt: store.clock().getTime() } },
    ...queued(store, 'callback_query', query),
  );
  return id;
}

/** A text below a file, in the form in which a message keeps it. */
export function captioned(text: string | undefined, entities?: ChatMessage['entities']) {
  if (text === undefined || text.trim() === '') return {};
  const { text: caption, ...rest } = formatted(text, entities);
  return { caption, ...rest };
}

/** As long as Telegram's, so that nobody takes them for small numbers. */
const firstCallbackId = 4_300_000_000_000_000;

function newMessage(store: Store, chat: number) {
  return {
    message_id: store.state.counters.message + 1,
    chat,
    from: 'you' as const,
    date: unixSeconds(store),
  };
}

function received(store: Store, message: ChatMessage, ...before: Change[]): ChatMessage {
  store.record(
    ...before,
    { kind: 'message', message },
    ...queued(store, 'message', toWire(message)),
  );
  return message;
}
