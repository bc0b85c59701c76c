import type { BotCommand } from './model.ts';
import type { TelegramState } from './state.ts';

/** To whom a list of commands is shown (https://core.telegram.org/bots/api#botcommandscope). */
export interface CommandScope {
  type: string;
  chat_id?: number | undefined;
}

export function scopeKey({ type, chat_id }: CommandScope, language: string): string {
  return [type, chat_id ?? '', language].join(':');
}

/** The list a person sees: the narrowest scope wins, and within it the person's language. */
export function commandsFor({ commands }: TelegramState, chat: number): BotCommand[] {
  const scopes = [
    { type: 'chat', chat_id: chat },
    { type: 'all_private_chats' },
    { type: 'default' },
  ];
  const keys = scopes.flatMap((scope) => [scopeKey(scope, 'en'), scopeKey(scope, '')]);
  return keys.map((key) => commands.get(key) ?? []).find((list) => list.length > 0) ?? [];
}
