import type { MessageEntity, ReplyMarkup } from './parameters.ts';

/** One message as the chat keeps it; `wire.ts` shows it to the bot and `view.ts` to the page. */
export interface ChatMessage {
  message_id: number;
  /** A private chat bears the id of its person. */
  chat: number;
  from: 'bot' | 'you';
  /** Unix seconds, as Telegram counts. */
  date: number;
  edit_date?: number;
  text?: string;
  caption?: string;
  /** Of the text, or of the caption where there is a file. */
  entities?: MessageEntity[];
  document?: StoredFile;
  photo?: StoredPhoto;
  markup?: ReplyMarkup;
}

export interface StoredFile {
  file_id: string;
  file_path: string;
  file_name: string;
  mime_type: string;
  file_size: number;
}

export interface StoredPhoto extends StoredFile {
  width: number;
  height: number;
}

/** A press that the bot has not answered yet. */
export interface OpenCallback {
  id: string;
  chat: number;
  /** Milliseconds since 1970. */
  pressedAt: number;
}

/** An update as it waits for the bot; beside its id it has one key, named after its kind. */
export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

export type UpdateKind = 'message' | 'callback_query';

export interface BotCommand {
  command: string;
  description: string;
}

export interface Webhook {
  url: string;
  secret_token?: string;
}

/** Everything that can change in the simulated Telegram, and the form in which it is remembered. */
export type Change =
  | { kind: 'chat'; chat: number }
  | { kind: 'message'; message: ChatMessage }
  | { kind: 'deleted'; chat: number; message_id: number }
  | { kind: 'file'; file: StoredFile }
  | { kind: 'update'; update: Update }
  | { kind: 'confirmed'; before: number }
  | { kind: 'allowed_updates'; kinds: string[] }
  | { kind: 'callback'; callback: OpenCallback }
  | { kind: 'callback_closed'; id: string }
  | { kind: 'commands'; scope: string; commands: BotCommand[] }
  | { kind: 'webhook'; webhook: Webhook | null }
  | { kind: 'counters'; counters: Counters };

/** The last number of its kind that was given out. They go on over a restart, so that no id is used twice. */
export interface Counters {
  message: number;
  update: number;
  file: number;
  callback: number;
  revision: number;
}
