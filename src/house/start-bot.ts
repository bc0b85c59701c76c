import type { House } from '../context.ts';

export interface BotOptions {
  house: House;
  token: string;
  /** The simulated Telegram, or a Bot API server of one's own; undefined for Telegram itself. */
  apiRoot: string | undefined;
  /** Telegram users who are owners of the first workspace from the start. */
  adminIds: readonly number[];
}

export interface RunningBot {
  /** Takes no more updates and finishes the one at hand. */
  stop(): Promise<void>;
}

/** The place of the Telegram bot: commands/bot.ts, built and started from here. */
export async function startBot({ house }: BotOptions): Promise<RunningBot> {
  house.log.info('this version of Herald has no Telegram bot yet');
  return { stop: async () => {} };
}
