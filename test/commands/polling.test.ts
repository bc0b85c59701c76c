import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBot } from '../../commands/bot.ts';
import { botStore } from '../../src/database/bot-state.ts';
import { alertFeed } from '../../src/house/alert-feed.ts';
import { createBotWorld } from '../support/bot-world.ts';
import { createWorld } from '../support/world.ts';

describe('polling', () => {
  test.each([
    ['a wrong token', 401, 'Unauthorized'],
    ['a second poller', 409, 'Conflict: terminated by other getUpdates request'],
    ['trouble at Telegram', 502, 'Bad Gateway'],
  ])('goes on after %s, and handles no update twice', async (_, code, description) => {
    const { you, telegram, bot } = await createBotWorld();
    await you.say('/help');
    telegram.failNext({ method: 'getUpdates', code, description });

    await you.say('/contacts');
    await you.say('/contacts');

    expect(bot.isPolling()).toBe(true);
    expect((await you.messages()).filter(({ from }) => from === 'bot')).toHaveLength(3);
  });

  test('waits for a Telegram that cannot be reached, and no log has the token', async () => {
    const { house, db } = await createWorld();
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    const apiRoot = await addressOfNobody();

    const bot = await startBot({
      house: { ...house, log },
      token: '123:very-secret',
      apiRoot,
      store: botStore(db),
      operators: {
        find: async () => undefined,
        findInvite: async () => undefined,
        noteStranger: async () => {},
      },
      alerts: alertFeed(house),
    });
    onTestFinished(() => bot.stop());

    expect(bot.isPolling()).toBe(false);
    expect(bot.username).toBeUndefined();
    expect(lines.join()).toContain('Telegram does not let the bot poll');
    expect(lines.join()).not.toContain('very-secret');
  });

  test('takes over from a webhook that was set before', async () => {
    const { you, base, token, restart } = await createBotWorld();
    await fetch(`${base}/bot-api/bot${token}/setWebhook?url=http://127.0.0.1:9/hook`);

    await restart();

    expect((await you.say('/contacts')).text).toBe('You have 0 contacts.');
  });

  test('hands no update over twice when the bot is restarted', async () => {
    const { you, restart } = await createBotWorld();
    await you.say('/contacts');
    await restart();
    await you.say('/lists');
    expect((await you.messages()).filter(({ from }) => from === 'bot')).toHaveLength(2);
  });

  test('knows the name of the bot and stops in the end', async () => {
    const { bot } = await createBotWorld();
    expect(bot.username).toBe('herald_sandbox_bot');
    expect(bot.isPolling()).toBe(true);
    await bot.stop();
    expect(bot.isPolling()).toBe(false);
  });
});

/** A port on which somebody listened until just now. */
async function addressOfNobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
