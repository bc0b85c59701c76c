import { FormattedString } from '@grammyjs/parse-mode';
import { type Api, type Context, InlineKeyboard } from 'grammy';
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

/** Edits the message whose button was pressed. */
export function rewrite(ctx: Context, view: View) {
  const { text, extra } = written(view);
  return ctx.editMessageText(text, extra);
}

export function rewriteAt(api: Api, chat: number, messageId: number, view: View) {
  const { text, extra } = written(view);
  return api.editMessageText(chat, messageId, text, extra);
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
