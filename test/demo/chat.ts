import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { ButtonView, MessageView } from '../../src/sandbox/telegram/view.ts';
import { getJson, postForm, postJson } from './http.ts';

const patienceMs = 30_000;
const waitSeconds = 5;

/**
 * The owner's chat with the bot, through the simulated Telegram: what thumbs would do. Both
 * sides of the talk are told as it goes.
 */
export class Chat {
  readonly #door: string;
  readonly #tell: (line: string) => void;
  /** What the bot had written before that is no answer to what is said now. */
  #lastSaid = 0;
  readonly #told = new Set<number>();

  constructor(heraldUrl: string, tell: (line: string) => void) {
    this.#door = new URL('/sandbox/telegram', heraldUrl).href;
    this.#tell = tell;
  }

  async say(text: string): Promise<void> {
    this.#tell(`› ${text}`);
    const said = await postJson<Said>(`${this.#door}/say`, { text });
    this.#lastSaid = said.message_id;
  }

  async upload(path: string): Promise<void> {
    this.#tell(`› (the file ${basename(path)})`);
    const form = new FormData();
    form.set('file', await openAsBlob(path), basename(path));
    const said = await postForm<Said>(`${this.#door}/upload`, form);
    this.#lastSaid = said.message_id;
  }

  /** Waits for a message that begins in one of these ways. */
  async hear(...beginnings: string[]): Promise<void> {
    await this.#waitFor(quoted(beginnings), ({ text = '' }) =>
      beginnings.some((beginning) => text.startsWith(beginning)),
    );
  }

  /** Waits for a button. */
  see(button: string): Promise<MessageView> {
    return this.#waitFor(`a button ${quoted([button])}`, (message) => {
      return dataOf(message, button) !== undefined;
    });
  }

  async press(button: string): Promise<void> {
    const message = await this.see(button);
    this.#tell(`› [${button}]`);
    const { message_id } = message;
    await postJson(`${this.#door}/press`, { message_id, data: dataOf(message, button) });
  }

  async #waitFor(what: string, isWanted: (message: MessageView) => boolean): Promise<MessageView> {
    const deadline = Date.now() + patienceMs;
    let seen = await this.#look('');
    for (;;) {
      const answers = seen.messages.filter((message) => this.#isAnswer(message));
      const found = answers.findLast(isWanted);
      if (found) return this.#tellOnce(found);
      if (Date.now() > deadline) throw new Error(`${lastOf(answers)} The demo waited for ${what}.`);
      seen = await this.#look(`?after=${seen.revision}&wait=${waitSeconds}`);
    }
  }

  #isAnswer({ from, message_id }: MessageView): boolean {
    return from === 'bot' && message_id > this.#lastSaid;
  }

  #tellOnce(message: MessageView): MessageView {
    const { message_id, text = '' } = message;
    if (!this.#told.has(message_id)) this.#tell(text.replace(/^/gm, '  '));
    this.#told.add(message_id);
    return message;
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

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `“${text}”`).join(' or ');
}

function lastOf(answers: readonly MessageView[]): string {
  const latest = answers.at(-1)?.text;
  return latest === undefined ? 'The bot did not answer.' : `The bot wrote “${latest}”.`;
}
