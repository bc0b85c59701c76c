import type { ChatMessage, StoredFile } from './model.ts';
import type { InlineButton, ReplyMarkup } from './parameters.ts';

/** How a message looks to the person: what the page draws and what a test reads. */
export interface MessageView {
  message_id: number;
  from: 'bot' | 'you';
  /** Unix seconds. */
  date: number;
  edit_date?: number;
  text?: string;
  caption?: string;
  entities: { type: string; offset: number; length: number; url?: unknown }[];
  document?: { file_name: string; file_size: number; url: string };
  photo?: { url: string; width: number; height: number };
  /** Rows of inline buttons. */
  buttons: ButtonView[][];
  /** Rows of texts that stand in for typing them. */
  reply_keyboard?: string[][];
  removes_keyboard?: true;
}

export type ButtonView = { text: string; data: string } | { text: string; url: string };

export function toView(message: ChatMessage): MessageView {
  const { chat: _, entities, document, photo, markup, ...plain } = message;
  return {
    ...plain,
    entities: entities ?? [],
    ...(document && { document: documentView(document) }),
    ...(photo && { photo: { url: fileUrl(photo), width: photo.width, height: photo.height } }),
    ...keyboards(markup ?? {}),
  };
}

function documentView(document: StoredFile) {
  const { file_name, file_size } = document;
  return { file_name, file_size, url: fileUrl(document) };
}

function fileUrl({ file_id }: StoredFile): string {
  return `/sandbox/telegram/files/${file_id}`;
}

function keyboards({ inline_keyboard, keyboard, remove_keyboard }: ReplyMarkup) {
  return {
    buttons: (inline_keyboard ?? []).map((row) => row.flatMap(buttonView)),
    ...(keyboard && {
      reply_keyboard: keyboard.map((row) =>
        row.map((button) => (typeof button === 'string' ? button : button.text)),
      ),
    }),
    ...(remove_keyboard && { removes_keyboard: true as const }),
  };
}

/** Buttons that open something else (a web app, a payment) have no meaning here. */
function buttonView({ text, callback_data, url }: InlineButton): ButtonView[] {
  if (callback_data !== undefined) return [{ text, data: callback_data }];
  return url === undefined ? [] : [{ text, url }];
}
