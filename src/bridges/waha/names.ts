import type { PersonNames } from '../bridge.ts';

/**
 * What WhatsApp itself calls a message. WAHA puts the chat before it and perhaps the writer behind
 * it (`true_<chat>_<id>_<writer>`), and the same message is told with the phone in one event and
 * with the LID in the next.
 */
export function bareId(id: string): string {
  return serialised.exec(id)?.[2] ?? id;
}

/** The chat in a message's id, where it has one. */
export function chatOf(id: string): string | undefined {
  return serialised.exec(id)?.[1];
}

/** The names of one person among these chat ids; undefined when there is none. */
export function personOf(chatIds: readonly unknown[]): PersonNames | undefined {
  const phone = firstMatch(chatIds, phoneChat);
  const lid = firstMatch(chatIds, lidChat);
  if (phone === undefined && lid === undefined) return undefined;
  return { ...(phone !== undefined && { phone: `+${phone}` }), ...(lid !== undefined && { lid }) };
}

/** Groups, status updates, channels: chats with many people, which are none of Herald's business. */
export function isCrowd(chatId: unknown): boolean {
  return typeof chatId === 'string' && /@(g\.us|broadcast|newsletter)$/.test(chatId);
}

export function isPersonsChat(chatId: unknown): chatId is string {
  return personOf([chatId]) !== undefined;
}

export function phoneChatOf(phone: string): string {
  return `${phone.replace(/^\+/, '')}@c.us`;
}

const serialised = /^(?:true|false)_([^_]+)_([^_]+)(?:_[^_]+)?$/;

/** Behind a colon stands which of the person's devices it is. */
const phoneChat = /^(\d{6,15})(?::\d{1,5})?@(?:c\.us|s\.whatsapp\.net)$/;
const lidChat = /^(\d{5,20})(?::\d{1,5})?@lid$/;

function firstMatch(chatIds: readonly unknown[], pattern: RegExp): string | undefined {
  for (const chatId of chatIds) {
    const match = typeof chatId === 'string' && pattern.exec(chatId);
    if (match) return match[1];
  }
  return undefined;
}
