import { GrammyError } from 'grammy';

/** Telegram's words for a message that cannot be edited any more: it was deleted, or the bot was shut out. */
const goneWords = [
  'message to edit not found',
  "message can't be edited",
  'MESSAGE_ID_INVALID',
  'chat not found',
];
const forbidden = 403;

export function isGone(error: unknown): boolean {
  if (!(error instanceof GrammyError)) return false;
  if (error.error_code === forbidden) return true;
  return goneWords.some((words) => error.description.includes(words));
}
