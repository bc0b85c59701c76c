import type {
  BotCommand,
  Change,
  ChatMessage,
  Counters,
  OpenCallback,
  StoredFile,
  Update,
  Webhook,
} from './model.ts';

/** What the simulated Telegram knows. It is built from changes alone, so it can be built again. */
export interface TelegramState {
  counters: Counters;
  /** A chat exists from its person's first message on. */
  chats: Map<number, Map<number, ChatMessage>>;
  files: Map<string, StoredFile>;
  /** Not confirmed by the bot yet, oldest first. */
  updates: Update[];
  /** Empty: all kinds. */
  allowedUpdates: string[];
  callbacks: Map<string, OpenCallback>;
  commands: Map<string, BotCommand[]>;
  webhook: Webhook | null;
}

/** Older messages of a chat are forgotten, so that a chat left running for months stays small. */
const messagesPerChatMax = 2000;
/** A press that nobody answered is too old for an answer long before so many others. */
const openCallbacksMax = 1000;

export function emptyState(): TelegramState {
  return {
    counters: { message: 0, update: 0, file: 0, callback: 0, revision: 0 },
    chats: new Map(),
    files: new Map(),
    updates: [],
    allowedUpdates: [],
    callbacks: new Map(),
    commands: new Map(),
    webhook: null,
  };
}

export function applyChange(state: TelegramState, change: Change): void {
  const { counters } = state;
  switch (change.kind) {
    case 'chat':
      if (!state.chats.has(change.chat)) state.chats.set(change.chat, new Map());
      return;
    case 'message':
      counters.message = Math.max(counters.message, change.message.message_id);
      keepMessage(state, change.message);
      return;
    case 'deleted':
      state.chats.get(change.chat)?.delete(change.message_id);
      return;
    case 'file':
      counters.file += 1;
      state.files.set(change.file.file_id, change.file);
      return;
    case 'update':
      counters.update = change.update.update_id;
      state.updates.push(change.update);
      return;
    case 'confirmed':
      state.updates = state.updates.filter(({ update_id }) => update_id >= change.before);
      return;
    case 'allowed_updates':
      state.allowedUpdates = change.kinds;
      return;
    case 'callback':
      counters.callback += 1;
      state.callbacks.set(change.callback.id, change.callback);
      dropOldest(state.callbacks, openCallbacksMax);
      return;
    case 'callback_closed':
      state.callbacks.delete(change.id);
      return;
    case 'commands':
      state.commands.set(change.scope, change.commands);
      return;
    case 'webhook':
      state.webhook = change.webhook;
      return;
    case 'counters':
      state.counters = { ...change.counters };
  }
}

/** The fewest changes that build this state. The counters come last: what is counted on the way is not new. */
export function* snapshot(state: TelegramState): Generator<Change> {
  for (const [chat, messages] of state.chats) {
    yield { kind: 'chat', chat };
    for (const message of messages.values()) yield { kind: 'message', message };
  }
  for (const file of state.files.values()) yield { kind: 'file', file };
  for (const update of state.updates) yield { kind: 'update', update };
  for (const callback of state.callbacks.values()) yield { kind: 'callback', callback };
  for (const [scope, commands] of state.commands) yield { kind: 'commands', scope, commands };
  yield { kind: 'allowed_updates', kinds: state.allowedUpdates };
  yield { kind: 'webhook', webhook: state.webhook };
  yield { kind: 'counters', counters: state.counters };
}

function keepMessage(state: TelegramState, message: ChatMessage): void {
  const messages = state.chats.get(message.chat) ?? new Map<number, ChatMessage>();
  state.chats.set(message.chat, messages.set(message.message_id, message));
  dropOldest(messages, messagesPerChatMax);
}

function dropOldest<K>(kept: Map<K, unknown>, max: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(key);
  }
}
