import { InlineKeyboard } from 'grammy';
import { describe, expect, test } from 'vitest';
import { createWorld } from '../sandbox/telegram-world.ts';
import { Chat } from './chat.ts';

describe('the operator of the demo', () => {
  test('speaks, waits for what the bot says, presses its buttons, and tells both sides', async () => {
    const { bot, run, base } = await createWorld();
    const go = new InlineKeyboard().text('Go', 'go');
    bot.command('start', (ctx) => ctx.reply('Hello you\nand all', { reply_markup: go }));
    bot.callbackQuery('go', (ctx) => ctx.reply('Gone'));
    run();

    const told: string[] = [];
    const chat = new Chat(base, (line) => told.push(line));
    await chat.say('/start');
    await chat.hear('Nothing of the kind', 'Hello');
    await chat.press('Go');
    await chat.hear('Gone');

    expect(told).toEqual(['› /start', '  Hello you\n  and all', '› [Go]', '  Gone']);
  });

  test('presses no button that was there before', async () => {
    const { bot, run, base } = await createWorld();
    bot.on('message', (ctx) =>
      ctx.reply('Which?', { reply_markup: new InlineKeyboard().text('This', `${ctx.msg.text}`) }),
    );
    bot.on('callback_query:data', (ctx) => ctx.reply(`Pressed ${ctx.callbackQuery.data}`));
    run();

    const chat = new Chat(base, () => {});
    await chat.say('old');
    await chat.see('This');
    await chat.say('new');
    await chat.press('This');
    await chat.hear('Pressed new');
  });
});
