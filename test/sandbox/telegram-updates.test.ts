import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookCallback } from 'grammy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWorld } from './telegram-world.ts';

describe('getUpdates', () => {
  test('waits until the person says something, and repeats it until it is confirmed', async () => {
    const { bot, person } = await createWorld();
    const waiting = bot.api.getUpdates({ timeout: 50 });

    await person.say('wake up');

    const [update] = await waiting;
    expect(update?.message?.text).toBe('wake up');
    expect(await bot.api.getUpdates()).toEqual([update]);
    expect(await bot.api.getUpdates({ offset: (update?.update_id ?? 0) + 1 })).toEqual([]);
    expect(await bot.api.getUpdates()).toEqual([]);
  });

  test('gives no more than the limit, and with a negative offset only the newest', async () => {
    const { bot, person } = await createWorld();
    for (const text of ['one', 'two', 'three']) await person.say(text);

    expect((await bot.api.getUpdates({ limit: 2 })).map(textOf)).toEqual(['one', 'two']);
    expect((await bot.api.getUpdates({ offset: -1 })).map(textOf)).toEqual(['three']);
    expect((await bot.api.getUpdates()).map(textOf)).toEqual(['three']);
  });

  test('ends an older poll with 409 when a newer one comes', async () => {
    const { bot, person } = await createWorld();
    const older = bot.api.getUpdates({ timeout: 50 }).catch((error) => error);
    const newer = bot.api.getUpdates({ timeout: 50 }).catch((error) => error);

    // Which of the two reached the server last is its business; one of them has to go.
    const loser = await Promise.race([older, newer]);
    expect(loser).toMatchObject({ error_code: 409 });
    expect(loser.description).toMatch(/^Conflict: terminated by other getUpdates request/);

    await person.say('still here');
    expect(await Promise.all([older, newer])).toContainEqual([expect.objectContaining({})]);
  });

  test('leaves out the kinds of update that the bot does not want', async () => {
    const { bot, person } = await createWorld();
    await bot.api.getUpdates({ allowed_updates: ['callback_query'] });

    await person.say('not wanted');

    expect(await bot.api.getUpdates()).toEqual([]);
  });

  test('ends at once when the sandbox closes', async () => {
    const { bot, telegram } = await createWorld();
    const waiting = bot.api.getUpdates({ timeout: 50 });
    await bot.api.getMe();

    telegram.close();

    expect(await waiting.catch((error) => error.error_code)).toSatisfy(
      (end) => end === 503 || (Array.isArray(end) && end.length === 0),
    );
    await expect(bot.api.getMe()).rejects.toMatchObject({ error_code: 503 });
  });

  test('lets a bot stop while it is waiting', async () => {
    const { bot } = await createWorld();
    const stopped = bot.start();
    await bot.api.getMe();

    await bot.stop();

    await stopped;
    expect(bot.isRunning()).toBe(false);
  });
});

describe('a webhook', () => {
  test('gets every update in order, with the secret, and again when it did not take it', async () => {
    const { bot, person } = await createWorld({ webhookRetryMs: 1 });
    const { url, calls, received } = await createReceiver([200, 500, 200, 200]);
    await bot.api.setWebhook(url, { secret_token: 'hush' });

    for (const text of ['one', 'two', 'three']) await person.say(text);

    await received;
    expect(calls.map(({ text }) => text)).toEqual(['one', 'two', 'two', 'three']);
    expect(calls.every(({ secret }) => secret === 'hush')).toBe(true);
  });

  test('works with grammY and shuts out polling until it is deleted', async () => {
    const { bot, person, app } = await createWorld();
    bot.on('message', (ctx) => ctx.reply(`Got ${ctx.msg.text}`));
    app.post('/hook', webhookCallback(bot, 'hono', { secretToken: 'hush' }));
    await bot.api.setWebhook(`${person.base}/hook`, { secret_token: 'hush' });

    await person.say('this');

    await person.sees((messages) => messages[1]?.text === 'Got this');
    await expect(bot.api.getUpdates()).rejects.toMatchObject({ error_code: 409 });
    await bot.api.deleteWebhook();
    expect(await bot.api.getWebhookInfo()).toMatchObject({ url: '' });
  });
});

/** Answers one status after the other and remembers what came. */
async function createReceiver(statuses: number[]) {
  const calls: { text: string; secret: unknown }[] = [];
  const left = [...statuses];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { message } = JSON.parse(Buffer.concat(chunks).toString());
    const secret = request.headers['x-telegram-bot-api-secret-token'];
    calls.push({ text: message.text, secret });
    response.writeHead(left.shift() ?? 500).end();
    if (left.length === 0) server.emit('received');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, calls, received: once(server, 'received') };
}

function textOf({ message }: { message?: { text?: string | undefined } }) {
  return message?.text;
}
