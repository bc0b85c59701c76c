import { GrammyError, InlineKeyboard } from 'grammy';
import { describe, expect, test } from 'vitest';
import { createWorld, post, token } from './telegram-world.ts';

describe('what Telegram refuses', () => {
  const sent = { chat_id: 1, text: 'x' };
  const button = (key: object) => ({ inline_keyboard: [[{ text: 'b', ...key }]] });
  const editing = { chat_id: 1, message_id: 2 };

  test.each([
    ['no chat', 'sendMessage', { text: 'x' }, 'chat_id is empty'],
    ['an unknown chat', 'sendMessage', { chat_id: 77, text: 'x' }, 'chat not found'],
    ['a chat by name', 'sendMessage', { chat_id: '@news', text: 'x' }, 'chat not found'],
    ['no text', 'sendMessage', { chat_id: 1 }, 'message text is empty'],
    ['a blank text', 'sendMessage', { chat_id: 1, text: ' \n' }, 'message text is empty'],
    ['a long text', 'sendMessage', { ...sent, text: 'x'.repeat(4097) }, 'message is too long'],
    ['a long edit', 'editMessageText', { ...editing, text: 'x'.repeat(4097) }, 'MESSAGE_TOO_LONG'],
    [
      'a long caption',
      'sendDocument',
      { chat_id: 1, document: 'file_1', caption: 'x'.repeat(1025) },
      'message caption is too long',
    ],
    [
      'long button data',
      'sendMessage',
      { ...sent, reply_markup: button({ callback_data: 'é'.repeat(33) }) },
      'BUTTON_DATA_INVALID',
    ],
    [
      'a button that does nothing',
      'sendMessage',
      { ...sent, reply_markup: button({}) },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a button to nowhere',
      'sendMessage',
      { ...sent, reply_markup: button({ url: 'nowhere' }) },
      'inline keyboard button URL is invalid',
    ],
    [
      'an entity past the end',
      'sendMessage',
      { ...sent, entities: [{ type: 'bold', offset: 0, length: 2 }] },
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 1',
    ],
    [
      'markup that it would not read',
      'sendMessage',
      { ...sent, parse_mode: 'HTML' },
      'the simulated Telegram reads entities, not parse_mode',
    ],
    [
      'an unknown file',
      'sendDocument',
      { chat_id: 1, document: 'file_9' },
      'wrong file identifier/HTTP URL specified',
    ],
    [
      'an edit of nothing',
      'editMessageText',
      { chat_id: 1, message_id: 99, text: 'x' },
      'message to edit not found',
    ],
    [
      'an edit without a message',
      'editMessageText',
      { chat_id: 1, text: 'x' },
      'message identifier is not specified',
    ],
    [
      "an edit of the person's message",
      'editMessageText',
      { chat_id: 1, message_id: 1, text: 'x' },
      "message can't be edited",
    ],
    [
      'an edit that changes nothing',
      'editMessageText',
      { ...editing, text: 'hello\n' },
      notModified(),
    ],
    ['an edit of no keyboard to none', 'editMessageReplyMarkup', editing, notModified()],
    [
      'a caption below a text',
      'editMessageCaption',
      { ...editing, caption: 'x' },
      'there is no caption in the message to edit',
    ],
    [
      'a deletion of nothing',
      'deleteMessage',
      { chat_id: 1, message_id: 99 },
      'message to delete not found',
    ],
    [
      'an answer to no press',
      'answerCallbackQuery',
      { callback_query_id: '1' },
      'query is too old and response timeout expired or query ID is invalid',
    ],
    [
      'a command in capitals',
      'setMyCommands',
      { commands: [{ command: 'New', description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ],
    [
      'a bad secret',
      'setWebhook',
      { url: 'http://127.0.0.1/', secret_token: 'ä' },
      'secret token contains unallowed characters',
    ],
  ])('%s', async (_, method, parameters, reason) => {
    const { bot, person, base } = await createWorld();
    await person.say('hi');
    await bot.api.sendMessage(1, 'hello');

    const response = await post(`${base}/sandbox/bot-api/bot${token}/${method}`, parameters);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      ok: false,
      error_code: 400,
      description: `Bad Request: ${reason}`,
    });
  });

  test('a wrong token, and a method that does not exist', async () => {
    const { base } = await createWorld();

    const stranger = await post(`${base}/sandbox/bot-api/bot100:guess/getMe`, {});
    const unknown = await post(`${base}/sandbox/bot-api/bot${token}/getMeSomeCoffee`, {});

    expect(await stranger.json()).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    });
    expect(unknown.status).toBe(404);
    expect((await fetch(`${base}/sandbox/bot-api/file/bot100:guess/x`)).status).toBe(401);
  });

  test('a first word to someone who never wrote', async () => {
    const { bot } = await createWorld();

    await expect(bot.api.sendMessage(1, 'Buy!')).rejects.toMatchObject({
      error_code: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
  });

  test('a second answer to the same press, and one that comes too late', async () => {
    const clock = { now: new Date('2026-07-01T10:00:00Z') };
    const { bot, person } = await createWorld({ clock: () => clock.now });
    await person.say('hi');
    await bot.api.sendMessage(1, 'hello', { reply_markup: new InlineKeyboard().text('Go', 'go') });
    const first = await person.press(2, 'go');
    const late = await person.press(2, 'go');
    await bot.api.answerCallbackQuery(first);
    clock.now = new Date('2026-07-01T10:16:00Z');

    for (const id of [first, late]) {
      await expect(bot.api.answerCallbackQuery(id)).rejects.toThrow('query is too old');
    }
  });

  test('a deletion after two days', async () => {
    const clock = { now: new Date('2026-07-01T10:00:00Z') };
    const { bot, person } = await createWorld({ clock: () => clock.now });
    await person.say('hi');
    await person.say('there');
    await bot.api.deleteMessage(1, 1);
    clock.now = new Date('2026-07-03T10:00:00Z');

    await expect(bot.api.deleteMessage(1, 2)).rejects.toThrow("can't be deleted");
    expect((await person.chat()).messages).toMatchObject([{ message_id: 2 }]);
  });

  test('whatever a test planned, once', async () => {
    const { bot, person, telegram } = await createWorld();
    await person.say('hi');
    telegram.failNext({
      method: 'sendMessage',
      code: 429,
      description: 'Too Many Requests: retry after 3',
      parameters: { retry_after: 3 },
    });

    const flood = await bot.api.sendMessage(1, 'one').catch((error) => error);

    expect(flood).toBeInstanceOf(GrammyError);
    expect(flood).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
    expect(await bot.api.sendMessage(1, 'two')).toMatchObject({ text: 'two' });
  });
});

function notModified() {
  return 'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
}
