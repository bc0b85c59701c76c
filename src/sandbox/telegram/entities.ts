import { badRequest } from './api-error.ts';
import type { MessageEntity } from './parameters.ts';

/**
 * Text and entities as Telegram keeps them: white space at the end is gone, and links and
 * commands are marked though nobody marked them. Throws when an entity does not fit the text.
 */
export function formatted(text: string, given: readonly MessageEntity[] = []) {
  for (const entity of given) checkRange(text, entity);

  const kept = text.trimEnd();
  const entities = [...given.flatMap((entity) => clip(entity, kept.length)), ...found(kept, given)];
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: kept, ...(entities.length > 0 && { entities }) };
}

const commands = /(?<![^\s])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![a-z0-9_/])/gi;
const links = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}]/gi;

function found(text: string, given: readonly MessageEntity[]): MessageEntity[] {
  return [...matches('url', text, links), ...matches('bot_command', text, commands)].filter(
    (entity) => !given.some((other) => overlap(entity, other)),
  );
}

function matches(type: string, text: string, pattern: RegExp): MessageEntity[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    type,
    offset: match.index,
    length: match[0].length,
  }));
}

function overlap(a: MessageEntity, b: MessageEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

function clip(entity: MessageEntity, end: number): MessageEntity[] {
  const length = Math.min(entity.length, end - entity.offset);
  return length > 0 ? [{ ...entity, length }] : [];
}

function checkRange(text: string, { offset, length }: MessageEntity): void {
  if (offset + length <= text.length) return;
  throw badRequest(
    `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${text.length}`,
  );
}
