import type { ChatMessage, StoredFile, StoredPhoto } from './model.ts';

/** How a message looks to a bot (https://core.telegram.org/bots/api#message). */
export function toWire(message: ChatMessage) {
  const { message_id, date, edit_date, text, caption, entities, document, photo, markup } = message;
  return {
    message_id,
    from: message.from === 'bot' ? botUser : person(message.chat),
    chat: privateChat(message.chat),
    date,
    edit_date,
    text,
    entities: text === undefined ? undefined : entities,
    caption,
    caption_entities: caption === undefined ? undefined : entities,
    document: document && wireFile(document),
    photo: photo && [wirePhoto(photo)],
    // Reply keyboards belong to the person's screen; Telegram hands only inline ones back.
    reply_markup: markup?.inline_keyboard && { inline_keyboard: markup.inline_keyboard },
  };
}

/** The person in front of the web page. */
export const ownerId = 1;

export const botUser = {
  id: 100,
  is_bot: true,
  first_name: 'Herald',
  username: 'herald_sandbox_bot',
};

export function person(id: number) {
  const first_name = id === ownerId ? 'You' : `Guest ${id}`;
  return { id, is_bot: false, first_name, language_code: 'en' };
}

export function privateChat(id: number) {
  return { id, type: 'private', first_name: person(id).first_name };
}

export function wireFile({ file_id, file_name, mime_type, file_size }: StoredFile) {
  return { file_id, file_unique_id: `unique_${file_id}`, file_name, mime_type, file_size };
}

function wirePhoto({ file_id, file_size, width, height }: StoredPhoto) {
  return { file_id, file_unique_id: `unique_${file_id}`, file_size, width, height };
}
