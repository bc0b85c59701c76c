import { FormattedString } from '@grammyjs/parse-mode';
import { type Api, type Context, GrammyError, InlineKeyboard } from 'grammy';
import { encodePress, type Press } from './callback.ts';

/** A message as it should look. */
export interface View {
  text: string | FormattedString;
  keyboard?: InlineKeyboard;
}

/** Telegram's limit for a message, in UTF-16 units. */
const textMax = 4096;

export function send(ctx: Context, view: View) {
  const { text, extra } = written(view);
  return ctx.reply(text, extra);
}

/** A message that nobody has asked for. */
export function sendTo(api: Api, chat: number, view: View) {
  const { text, extra } = written(view);
  return api.sendMessage(chat, text, extra);
}

/** Edits the message whose button was pressed. */
export async function rewrite(ctx: Context, view: View): Promise<void> {
  const { text, extra } = written(view);
  await ctx.editMessageText(text, extra).catch(unlessAsItShould);
}

export async function rewriteAt(
  api: Api,
  chat: number,
  messageId: number,
  view: View,
): Promise<void> {
  const { text, extra } = written(view);
  await api.editMessageText(chat, messageId, text, extra).catch(unlessAsItShould);
}

export type Button = [text: string, press: Press];

/** Rows of buttons. */
export function keyboardOf(...rows: Button[][]): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  for (const row of rows) {
    keyboard.row(...row.map(([text, press]) => InlineKeyboard.text(text, encodePress(press))));
  }
  return keyboard;
}

/** Lines of which some have entities. */
export function linesOf(...lines: (string | FormattedString)[]): FormattedString {
  return FormattedString.join(lines, '\n');
}

/** Somebody pressed twice, or two edits met: the message looks as it should already. */
function unlessAsItShould(error: unknown): void {
  if (error instanceof GrammyError && error.description.includes('message is not modified')) return;
  throw error;
}

/** Entities instead of a parse mode: what people wrote can then never be taken for markup. */
function written({ text, keyboard }: View) {
  const whole = typeof text === 'string' ? new FormattedString(text) : text;
  const fitting = whole.text.length > textMax ? whole.slice(0, textMax) : whole;
  return {
    text: fitting.text,
    extra: {
      entities: fitting.entities,
      link_preview_options: { is_disabled: true },
      ...(keyboard && { reply_markup: keyboard }),
    },
  };
}
