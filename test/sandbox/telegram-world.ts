import { serve } from '@hono/node-server';
import { Bot } from 'grammy';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { createSandboxTelegram } from '../../src/sandbox/telegram/sandbox-telegram.ts';
import type { MessageView } from '../../src/sandbox/telegram/view.ts';

export const token = '100:sandbox';

type Options = Omit<Parameters<typeof createSandboxTelegram>[0], 'token'>;

/** A simulated Telegram on a port of its own, a real grammY bot on it, and the person. */
export async function createWorld(options: Options = {}) {
  const telegram = createSandboxTelegram({ token, ...options });
  const app = new Hono()
    .route('/sandbox/bot-api', telegram.botApi)
    .route('/sandbox/telegram', telegram.doors);
  const base = await listen(app);
  const bot = new Bot(token, { client: { apiRoot: `${base}/sandbox/bot-api` } });
  onTestFinished(() => telegram.close());

  /** Lets the bot poll until the test is over. */
  const run = () => {
    onTestFinished(() => bot.stop());
    void bot.start();
  };
  return { telegram, app, base, bot, run, person: createPerson(base) };
}

function createPerson(base: string) {
  const door = `${base}/sandbox/telegram`;
  const chat = (id = 1, query = ''): Promise<ChatAnswer> =>
    getJson(`${door}/chat?chat=${id}${query}`);

  return {
    base,
    chat,
    say: (text: string, id?: number) => post(`${door}/say`, { chat: id, text }),
    async press(message_id: number, data: string): Promise<string> {
      const response = await post(`${door}/press`, { message_id, data });
      const answer = (await response.json()) as { callback_query_id: string };
      return answer.callback_query_id;
    },
    async upload(name: string, content: string, caption?: string): Promise<number> {
      const form = new FormData();
      if (caption !== undefined) form.set('caption', caption);
      form.set('file', new Blob([content]), name);
      const response = await fetch(`${door}/upload`, { method: 'POST', body: form });
      await response.text();
      return response.status;
    },
    /** Waits for the chat to look like this. */
    async sees(wanted: (messages: MessageView[]) => boolean, id = 1): Promise<MessageView[]> {
      let seen = await chat(id);
      while (!wanted(seen.messages)) seen = await chat(id, `&after=${seen.revision}&wait=10`);
      return seen.messages;
    },
  };
}

interface ChatAnswer {
  revision: number;
  messages: MessageView[];
  toasts: unknown[];
}

function listen(app: Hono): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      onTestFinished(() => void server.close());
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}

export function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export async function getJson<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}
