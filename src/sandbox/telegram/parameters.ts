import { z } from 'zod';

// The parts of which the methods' parameters are made, as Telegram checks them and with
// its words. In a form every value is text and an object is JSON in text; in a JSON body
// they are what they are.

/** Counted in UTF-16 units, as entities are; Telegram is kinder to rare characters. */
export const textLengthMax = 4096;
const captionLengthMax = 1024;
const callbackDataBytesMax = 64;
const buttonActions = [
  'callback_data',
  'url',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];

export const chatId = z.preprocess(
  fromText,
  z.int({
    error: ({ input }) => (input === undefined ? 'chat_id is empty' : 'chat not found'),
  }),
);

export const messageId = z.preprocess(
  fromText,
  z.int('message identifier is not specified').positive('message identifier is not specified'),
);

/** For sending and for editing Telegram words a text that is too long differently. */
export function messageText(tooLong: string) {
  return z
    .string('message text is empty')
    .refine((text) => text.trim() !== '', { error: 'message text is empty', abort: true })
    .max(textLengthMax, tooLong);
}

export const caption = z.string().max(captionLengthMax, 'message caption is too long').optional();

export const parseMode = z
  .literal('', 'the simulated Telegram reads entities, not parse_mode')
  .optional();

const entity = z.looseObject({
  type: z.string("can't parse MessageEntity: type is empty"),
  offset: z.int("can't parse MessageEntity: offset is not a number").min(0),
  length: z.int("can't parse MessageEntity: length is not a number").min(1),
});
export type MessageEntity = z.output<typeof entity>;

export const entities = z.preprocess(fromText, z.array(entity).optional());

const inlineButton = z
  .looseObject({
    text: z.string("can't parse inline keyboard button: text is empty").min(1),
    callback_data: z.string().refine(fitsCallbackData, 'BUTTON_DATA_INVALID').optional(),
    url: z.string().refine(isLink, 'inline keyboard button URL is invalid').optional(),
  })
  .refine(
    (button) => buttonActions.some((action) => button[action] !== undefined),
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  );
export type InlineButton = z.output<typeof inlineButton>;

const keyboardButton = z.union([z.string(), z.looseObject({ text: z.string() })]);

const markup = z.looseObject({
  inline_keyboard: z.array(z.array(inlineButton)).optional(),
  keyboard: z.array(z.array(keyboardButton)).optional(),
  remove_keyboard: z.boolean().optional(),
  force_reply: z.boolean().optional(),
});
export type ReplyMarkup = z.output<typeof markup>;

export const replyMarkup = z.preprocess(fromText, markup.optional().transform(withoutEmptyRows));

/** `z.int()`, also when it comes as text. */
export function integer(error: string) {
  return z.preprocess(fromText, z.int(error));
}

/** A list or an object, also when it comes as JSON in text. */
export function json<S extends z.ZodType>(schema: S) {
  return z.preprocess(fromText, schema);
}

function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value === '' ? undefined : value;
  }
}

/** `new InlineKeyboard()` without a button is one empty row, and means no keyboard. */
function withoutEmptyRows(given: ReplyMarkup | undefined): ReplyMarkup | undefined {
  if (given?.inline_keyboard === undefined) return given;
  const rows = given.inline_keyboard.filter((row) => row.length > 0);
  return rows.length === 0 ? undefined : { ...given, inline_keyboard: rows };
}

function fitsCallbackData(data: string): boolean {
  const bytes = Buffer.byteLength(data);
  return bytes >= 1 && bytes <= callbackDataBytesMax;
}

function isLink(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:', 'tg:'].includes(new URL(url).protocol);
}
