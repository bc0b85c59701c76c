import { describe, expect, test } from 'vitest';
import { telegramWebhook } from '../../webhooks/telegram.ts';

const secret = 'a secret of the tests';

function createWebhook() {
  const heard: number[] = [];
  const handle = async ({ update_id }: { update_id: number }) => {
    heard.push(update_id);
  };
  const app = telegramWebhook({ secret, handle });
  const post = (headers: Record<string, string>) =>
    app.request('/', { method: 'POST', headers, body: '{"update_id":7}' });
  return { heard, post };
}

describe("Telegram's webhook", () => {
  test('hands over what Telegram says', async () => {
    const { heard, post } = createWebhook();

    const response = await post({ 'x-telegram-bot-api-secret-token': secret });

    expect(response.status).toBe(200);
    expect(heard).toEqual([7]);
  });

  test.each<[string, Record<string, string>]>([
    ['shows no secret', {}],
    ['shows an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
    ['shows another secret', { 'x-telegram-bot-api-secret-token': 'a secret of the tesst' }],
    ['shows the beginning of it', { 'x-telegram-bot-api-secret-token': 'a secret' }],
  ])('hears nobody who %s', async (_, headers) => {
    const { heard, post } = createWebhook();

    expect((await post(headers)).status).toBe(401);
    expect(heard).toEqual([]);
  });
});
