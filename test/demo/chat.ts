import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { ButtonView, MessageView } from '../../src/sandbox/telegram/view.ts';
import { getJson, postForm, postJson } from './http.ts';

const patienceMs = 30_000;
const waitSeconds = 5;

/** The owner's chat with the bot, through the simulated Telegram: what thumbs would do. */
export class Chat {
  readonly #door: string;
  /** What the bot had written before that is no answer to what is said now. */
  #lastSaid = 0;

  constructor(heraldUrl: string) {
    this.#door = new URL('/sandbox/telegram', heraldUrl).href;
  }

  async say(text: string): Promise<void> {
    const said = await postJson<Said>(`${this.#door}/say`, { text });
    this.#lastSaid = said.message_id;
  }

  async upload(path: string): Promise<void> {
    const form = new FormData();
    form.set('file', await openAsBlob(path), basename(path));
    const said = await postForm<Said>(`${this.#door}/upload`, form);
    this.#lastSaid = said.message_id;
  }

  /** Presses a button as soon as the bot shows it; answers the message that it was on. */
  async press(button: string): Promise<MessageView> {
    const message = await this.#waitFor(`a button “${button}”`, (one) => !!dataOf(one, button));
    const { message_id } = message;
    await postJson(`${this.#door}/press`, { message_id, data: dataOf(message, button) });
    return message;
  }

  /** Waits for the bot to write something that begins like this; answers the whole message. */
  hear(beginning: string): Promise<MessageView> {
    return this.#waitFor(`“${beginning}”`, ({ text }) => text?.startsWith(beginning) ?? false);
  }

  async #waitFor(what: string, isWanted: (message: MessageView) => boolean): Promise<MessageView> {
    const deadline = Date.now() + patienceMs;
    let seen = await this.#look('');
    for (;;) {
      const since = seen.messages.filter((one) => this.#isAnswer(one));
      const found = since.findLast(isWanted);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`${silence(since)} The demo waited for ${what}.`);
      seen = await this.#look(`?after=${seen.revision}&wait=${waitSeconds}`);
    }
  }

  #isAnswer({ from, message_id }: MessageView): boolean {
    return from === 'bot' && message_id > this.#lastSaid;
  }

  #look(query: string): Promise<{ revision: number; messages: MessageView[] }> {
    return getJson(`${this.#door}/chat${query}`);
  }
}

type Said = { message_id: number };

function dataOf({ buttons }: MessageView, text: string): string | undefined {
  return buttons
    .flat()
    .filter((one): one is Extract<ButtonView, { data: string }> => 'data' in one)
    .find((one) => one.text === text)?.data;
}

function silence(since: readonly MessageView[]): string {
  const latest = since.at(-1)?.text;
  return latest === undefined ? 'The bot did not answer.' : `The bot wrote “${latest}”.`;
}
