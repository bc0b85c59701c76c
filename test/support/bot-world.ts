import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type RunningBot, startBot } from '../../commands/bot.ts';
import type { OperatorDirectory } from '../../commands/operators.ts';
import { writeAudit } from '../../src/database/audit.ts';
import { botStore } from '../../src/database/bot-state.ts';
import { findInviteWorkspace, findOperator, insertOperator } from '../../src/database/operators.ts';
import type { Role } from '../../src/domain/roles.ts';
import { alertFeed } from '../../src/house/alert-feed.ts';
import { hashCode } from '../../src/operations/operators/invite-code.ts';
import { createSandboxTelegram } from '../../src/sandbox/telegram/sandbox-telegram.ts';
import type { MessageView } from '../../src/sandbox/telegram/view.ts';
import { createWorld, type World } from './world.ts';

const token = '100:only-for-tests';

/** A Herald, a simulated Telegram on a port of its own, the bot on it, and its owner in chat 1. */
export async function createBotWorld(options: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(options);
  const telegram = createSandboxTelegram({ token });
  onTestFinished(() => telegram.close());
  const base = await listen(
    new Hono().route('/bot-api', telegram.botApi).route('/telegram', telegram.doors),
  );
  const { directory, untilNoted } = directoryOf(world);
  const start = () =>
    startBot({
      house: world.house,
      token,
      apiRoot: `${base}/bot-api`,
      store: botStore(world.db),
      operators: directory,
      alerts: alertFeed(world.house),
    });

  let bot: RunningBot = await start();
  onTestFinished(() => bot.stop());
  const person = (chat: number) => createPerson(`${base}/telegram`, chat);
  await hire(world, 1, 'owner');

  return {
    world,
    telegram,
    base,
    token,
    person,
    you: person(1),
    hire: (chat: number, role: Role) => hire(world, chat, role),
    /** Resolves when that many lines about strangers were written into the audit. */
    untilNoted,
    get bot() {
      return bot;
    },
    /** Another process takes over: nothing but the database and Telegram remember. */
    async restart() {
      await bot.stop();
      bot = await start();
    },
    /** Three seconds later, the bot looks after its cards. */
    async refresh() {
      // Whatever was just shown counts as shown before those three seconds.
      await bot.refreshProgress();
      world.pass(3_000);
      await bot.refreshProgress();
    },
  };
}

export type Person = ReturnType<typeof createPerson>;

function createPerson(door: string, chat: number) {
  const look = async (query = ''): Promise<Chat> =>
    (await fetch(`${door}/chat?chat=${chat}${query}`)).json() as Promise<Chat>;

  const until = async <T>(find: (chat: Chat) => T | undefined): Promise<T> => {
    let seen = await look();
    for (;;) {
      const found = find(seen);
      if (found !== undefined) return found;
      seen = await look(`&after=${seen.revision}&wait=10`);
    }
  };
  const messages = async () => (await look()).messages;
  /** Waits for a message of the bot that says this; the newest of several. */
  const sees = (words: string | RegExp) => until((chat) => fromBot(chat).find(saying(words)));

  return {
    look,
    messages,
    sees,
    until,
    async tell(text: string): Promise<number> {
      const response = await post(`${door}/say`, { chat, text });
      const { message_id } = (await response.json()) as { message_id: number };
      return message_id;
    },
    /** Says something and waits for the bot's next message. */
    async say(text: string): Promise<MessageView> {
      const id = await this.tell(text);
      return until((chat) => fromBot(chat).findLast(({ message_id }) => message_id > id));
    },
    /** Presses the newest button that reads so, or the one on that message, and waits for nothing. */
    async tap(button: string, on?: MessageView): Promise<string> {
      const { message_id, data } = await until((chat) =>
        (on ? [on] : fromBot(chat)).map((message) => buttonOn(message, button)).find(Boolean),
      );
      const response = await post(`${door}/press`, { chat, message_id, data });
      const { callback_query_id } = (await response.json()) as { callback_query_id: string };
      return callback_query_id;
    },
    /** Presses, waits until the press is answered, and returns what is said above the buttons. */
    async press(button: string, on?: MessageView): Promise<string> {
      const pressed = await this.tap(button, on);
      return until(({ toasts }) => toasts.find(({ id }) => id === pressed)?.text);
    },
    async upload(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
      const form = new FormData();
      form.set('chat', String(chat));
      form.set('file', new Blob([content]), name);
      await (await fetch(`${door}/upload`, { method: 'POST', body: form })).text();
    },
    /** What a file in the chat says. */
    async read(message: MessageView): Promise<string> {
      const file = message.document?.url.split('/').at(-1);
      return (await fetch(`${door}/files/${file}`)).text();
    },
  };
}

interface Chat {
  revision: number;
  messages: MessageView[];
  toasts: { id: string; text: string; alert: boolean }[];
}

function fromBot({ messages }: Chat): MessageView[] {
  return messages.filter(({ from }) => from === 'bot').reverse();
}

function saying(words: string | RegExp) {
  return ({ text = '' }: MessageView) =>
    typeof words === 'string' ? text.includes(words) : words.test(text);
}

function buttonOn({ message_id, buttons }: MessageView, text: string) {
  const button = buttons.flat().find((one) => one.text === text);
  return button && 'data' in button ? { message_id, data: button.data } : undefined;
}

function directoryOf({ db, house, caller }: World) {
  let noted = 0;
  const watchers = new Set<() => void>();
  const directory: OperatorDirectory = {
    find: (telegramUserId) => findOperator(db, telegramUserId),
    findInvite: (code) => findInviteWorkspace(db, hashCode(code)),
    async noteStranger({ telegramUserId, did }) {
      const { workspaceId } = caller;
      const actor = { kind: 'system', name: 'Telegram' } as const;
      const input = { telegram_user_id: telegramUserId, did };
      const entry = { workspaceId, actor, at: house.clock(), action: 'stranger', input };
      await db
        .transaction()
        .execute((trx) => writeAudit(trx, { ...entry, outcome: 'refused' as const }));
      noted += 1;
      for (const look of watchers) look();
    },
  };
  const untilNoted = (lines: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (noted >= lines) resolve();
      };
      watchers.add(look);
      look();
    });
  return { directory, untilNoted };
}

async function hire({ db, caller }: World, telegramUserId: number, role: Role): Promise<void> {
  const operator = { telegramUserId, name: `Operator ${telegramUserId}`, role };
  await db.transaction().execute((trx) => insertOperator(trx, caller.workspaceId, operator));
}

function listen(app: Hono): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      onTestFinished(() => void server.close());
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}

function post(url: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
