import { InlineKeyboard, InputFile, Keyboard } from 'grammy';
import { describe, expect, test } from 'vitest';
import { createWorld, getJson, post, token } from './telegram-world.ts';

describe('a bot on the simulated Telegram', () => {
  test('hears what the person says and answers', async () => {
    const { bot, person, run } = await createWorld();
    bot.command('start', (ctx) => ctx.reply(`Hello ${ctx.from?.first_name}, id ${ctx.chat.id}`));
    run();

    await person.say('/start');

    const [question, answer] = await person.sees((messages) => messages.length === 2);
    expect(question).toMatchObject({ from: 'you', text: '/start', message_id: 1 });
    expect(answer).toMatchObject({ from: 'bot', text: 'Hello You, id 1', message_id: 2 });
  });

  test('hears a press, answers it with a toast and edits the message in place', async () => {
    const { bot, person, run } = await createWorld();
    const keyboard = new InlineKeyboard()
      .text('Pause', 'pause:7')
      .url('Help', 'https://example.org');
    bot.command('card', (ctx) => ctx.reply('Running', { reply_markup: keyboard }));
    bot.callbackQuery('pause:7', async (ctx) => {
      await ctx.answerCallbackQuery('Paused it');
      await ctx.editMessageText('Paused');
    });
    run();
    await person.say('/card');
    const [, card] = await person.sees((messages) => messages.length === 2);
    expect(card?.buttons).toEqual([
      [
        { text: 'Pause', data: 'pause:7' },
        { text: 'Help', url: 'https://example.org' },
      ],
    ]);

    await person.press(2, 'pause:7');

    const [, edited] = await person.sees((messages) => messages[1]?.text === 'Paused');
    expect(edited).toMatchObject({ message_id: 2, buttons: [], edit_date: expect.any(Number) });
    expect((await person.chat()).toasts).toMatchObject([{ text: 'Paused it', alert: false }]);
  });

  test('downloads a document whose name has spaces and accents', async () => {
    const { bot, base, person, run } = await createWorld();
    bot.on('message:document', async (ctx) => {
      const { file_path } = await ctx.getFile();
      const file = await fetch(`${base}/sandbox/bot-api/file/bot${token}/${file_path}`);
      await ctx.reply(`${ctx.msg.document.file_name}|${ctx.msg.caption}|${await file.text()}`);
    });
    run();

    await person.upload('relatório de julho.csv', 'nome\nZoë\r\n--x\n', 'os clientes');

    const [, answer] = await person.sees((messages) => messages.length === 2);
    expect(answer?.text).toBe('relatório de julho.csv|os clientes|nome\nZoë\r\n--x');
  });

  test('sends documents and photos from memory, and the person gets the same bytes', async () => {
    const { bot, base, person } = await createWorld();
    await person.say('hello');
    const bytes = Buffer.from('phone;état\r\n\r\n+34…');

    await bot.api.sendDocument(1, new InputFile(bytes, 'qui a reçu quoi.csv'), {
      caption: 'Report',
    });
    const { photo } = await bot.api.sendPhoto(1, new InputFile(onePixel));
    await bot.api.sendPhoto(1, photo[0]?.file_id ?? '');

    const { messages } = await person.chat();
    expect(messages.slice(1)).toMatchObject([
      {
        caption: 'Report',
        document: { file_name: 'qui a reçu quoi.csv', file_size: bytes.length },
      },
      { photo: { width: 1, height: 1 } },
      { photo: { width: 1, height: 1, url: messages[2]?.photo?.url } },
    ]);
    const file = await fetch(base + messages[1]?.document?.url);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    const picture = await fetch(base + messages[2]?.photo?.url);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(onePixel);
  });

  test('measures a JPEG, and refuses to send as a photo what is none', async () => {
    const { bot, person } = await createWorld();
    await person.say('hello');
    // Start of image, an application segment, and the frame: 480 high, 640 wide.
    const jpeg = Buffer.from('ffd8ffe000040000ffc0001108' + '01e00280' + '03012200', 'hex');

    const { photo } = await bot.api.sendPhoto(1, new InputFile(jpeg));

    expect(photo).toMatchObject([{ width: 640, height: 480 }]);
    await expect(bot.api.sendPhoto(1, new InputFile(Buffer.from('text')))).rejects.toMatchObject({
      description: 'Bad Request: IMAGE_PROCESS_FAILED',
    });
  });

  test('sees reply keyboards shown and removed', async () => {
    const { bot, person } = await createWorld();
    await person.say('hello');

    const keyboard = new Keyboard().text('Yes').text('No').row().text('Later');
    await bot.api.sendMessage(1, 'Sure?', { reply_markup: keyboard });
    await bot.api.sendMessage(1, 'Fine', { reply_markup: { remove_keyboard: true } });

    expect((await person.chat()).messages.slice(1)).toMatchObject([
      { reply_keyboard: [['Yes', 'No'], ['Later']] },
      { removes_keyboard: true },
    ]);
  });

  test('shows its narrowest list of commands to the person', async () => {
    const { bot, base } = await createWorld();
    const ours = [{ command: 'new', description: 'A campaign' }];
    await bot.api.setMyCommands([{ command: 'help', description: 'Help' }]);
    await bot.api.setMyCommands(ours, { scope: { type: 'chat', chat_id: 1 } });

    expect(await getJson(`${base}/sandbox/telegram/commands?chat=1`)).toEqual({ commands: ours });
    expect(await bot.api.getMyCommands()).toEqual([{ command: 'help', description: 'Help' }]);
  });

  test('tells people apart by their chat', async () => {
    const { bot, person, run } = await createWorld();
    bot.on('message', (ctx) => ctx.reply(`You are ${ctx.from.id}`));
    run();

    await person.say('hello', 2);

    const [, answer] = await person.sees((messages) => messages.length === 2, 2);
    expect(answer?.text).toBe('You are 2');
    expect((await person.chat()).messages).toEqual([]);
  });
});

describe('the form of a call', () => {
  test('may be a query or a urlencoded form, with JSON inside', async () => {
    const { base, person } = await createWorld();
    await person.say('hi');
    const api = `${base}/sandbox/bot-api/bot${token}`;

    await fetch(`${api}/sendMessage?chat_id=1&text=from%20a%20query`);
    await fetch(`${api}/sendMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        chat_id: '1',
        text: '42',
        reply_markup: '{"inline_keyboard":[[{"text":"Go","callback_data":"go"}]]}',
      }),
    });

    expect((await person.chat()).messages.slice(1)).toMatchObject([
      { text: 'from a query', buttons: [] },
      { text: '42', buttons: [[{ text: 'Go', data: 'go' }]] },
    ]);
  });
});

describe("the person's doors", () => {
  test.each([
    ['say nothing', 'say', { text: '  ' }, 400],
    ['say in no chat', 'say', { chat: -5, text: 'x' }, 400],
    ['say no JSON', 'say', '{', 400],
    ['press a button that is not there', 'press', { message_id: 1, data: 'go' }, 404],
    ['upload no form', 'upload', {}, 400],
    ['knock elsewhere', 'shout', {}, 404],
  ])('refuse to %s', async (_, door, body, status) => {
    const { base, person } = await createWorld();
    await person.say('hi');

    const response = await post(`${base}/sandbox/telegram/${door}`, body);

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.any(String) });
  });

  test('refuse a file that a real bot could not download', async () => {
    const { person } = await createWorld();

    expect(await person.upload('fits.csv', 'x'.repeat(20 * 1024 * 1024))).toBe(200);
    expect(await person.upload('big.csv', 'x'.repeat(20 * 1024 * 1024 + 1))).toBe(413);
    expect(await person.upload('huge.csv', 'x'.repeat(22 * 1024 * 1024))).toBe(413);
  });

  test('hold the answer back until the chat has changed', async () => {
    const { bot, base, person } = await createWorld();
    await person.say('hi');
    const { revision } = await person.chat();
    const waiting = getJson(`${base}/sandbox/telegram/chat?after=${revision}&wait=50`);

    await bot.api.sendMessage(1, 'news');

    expect(await waiting).toMatchObject({ messages: [{ text: 'hi' }, { text: 'news' }] });
  });

  test('mark links and commands that nobody marked', async () => {
    const { person } = await createWorld();

    await person.say('/start now, see https://example.org/a?b=c.');

    expect((await person.chat()).messages[0]?.entities).toEqual([
      { type: 'bot_command', offset: 0, length: 6 },
      { type: 'url', offset: 16, length: 25 },
    ]);
  });
});

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
