import type { Journal } from '../journal.ts';
import { type Bell, createBell } from './bell.ts';
import type { Change, ChatMessage } from './model.ts';
import { applyChange, emptyState, snapshot, type TelegramState } from './state.ts';

/** The state, the file that remembers it, and the bell that tells of changes. */
export interface Store {
  readonly state: TelegramState;
  readonly bell: Bell;
  readonly clock: () => Date;
  /** Writes the changes down as one line, so that a kill leaves all of them or none, and then makes them. */
  record(...changes: Change[]): void;
  /** Tells of something that is not remembered, such as a toast. */
  touch(): void;
  message(chat: number, messageId: number): ChatMessage | undefined;
}

/** Once so many lines were appended the journal is rewritten: a progress card alone changes every second. */
const linesBeforeRewriteMax = 10_000;

export function createStore(journal: Journal<Change[]>, clock: () => Date): Store {
  const state = emptyState();
  const bell = createBell();
  let lines = 0;

  const rewrite = () => {
    journal.rewrite(Array.from(snapshot(state), (change) => [change]));
    lines = 0;
  };
  const touch = () => {
    state.counters.revision += 1;
    bell.ring();
  };

  for (const changes of journal.entries) {
    for (const change of changes) applyChange(state, change);
  }
  // A page that was open before the restart must see that what it knows is old.
  state.counters.revision += journal.entries.length;
  rewrite();

  return {
    state,
    bell,
    clock,
    touch,
    record(...changes) {
      journal.append(changes);
      for (const change of changes) applyChange(state, change);
      lines += 1;
      if (lines >= linesBeforeRewriteMax) rewrite();
      touch();
    },
    message: (chat, messageId) => state.chats.get(chat)?.get(messageId),
  };
}

/** Now, as Telegram dates things. */
export function unixSeconds({ clock }: Pick<Store, 'clock'>): number {
  return Math.floor(clock().getTime() / 1000);
}
