import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InlineKeyboard } from 'grammy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/sandbox/journal.ts';
import { createWorld } from './telegram-world.ts';

describe('a restart', () => {
  test('finds the chat, the files, the open presses and the updates nobody confirmed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'herald-telegram-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const kept = { journalPath: join(folder, 'chat.jsonl'), filesDir: join(folder, 'files') };

    const before = await createWorld(kept);
    await before.person.say('confirmed');
    await before.bot.api.getUpdates({ offset: 2 });
    const keyboard = new InlineKeyboard().text('Go', 'go');
    await before.bot.api.sendMessage(1, 'card', { reply_markup: keyboard });
    await before.person.upload('list.csv', 'phone');
    const press = await before.person.press(2, 'go');
    const chat = await before.person.chat();
    before.telegram.close();

    const { bot, base, person } = await createWorld(kept);

    expect((await person.chat()).messages).toEqual(chat.messages);
    expect((await person.chat()).revision).not.toBe(chat.revision);
    expect(await bot.api.getUpdates()).toMatchObject([
      { update_id: 2, message: { document: { file_name: 'list.csv' } } },
      { update_id: 3, callback_query: { id: press, data: 'go' } },
    ]);
    expect(await bot.api.answerCallbackQuery(press)).toBe(true);
    expect(await bot.api.editMessageText(1, 2, 'edited')).toMatchObject({ text: 'edited' });
    expect(await (await fetch(base + chat.messages[2]?.document?.url)).text()).toBe('phone');
    expect(await bot.api.sendMessage(1, 'next')).toMatchObject({ message_id: 4 });
  });

  test('does not grow the journal with what is over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'herald-telegram-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const kept = { journalPath: join(folder, 'chat.jsonl') };
    const before = await createWorld(kept);
    await before.person.say('hi');
    await before.bot.api.sendMessage(1, 'progress 0');
    for (let n = 1; n <= 50; n += 1) await before.bot.api.editMessageText(1, 2, `progress ${n}`);
    before.telegram.close();

    const { person, telegram } = await createWorld(kept);
    telegram.close();

    const journal = openJournal(kept.journalPath);
    journal.close();
    expect(journal.entries.length).toBeLessThan(10);
    expect(person).toBeDefined();
  });
});
