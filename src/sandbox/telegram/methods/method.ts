import type { z } from 'zod';
import { BotApiError, badRequest } from '../api-error.ts';
import type { FilePart } from '../multipart.ts';
import { ownerId } from '../wire.ts';
import type { World } from '../world.ts';

/** One call of the bot, before its parameters are checked. */
export interface Call {
  fields: Readonly<Record<string, unknown>>;
  files: ReadonlyMap<string, FilePart>;
  /** Aborts when the bot hangs up. */
  gone: AbortSignal;
}

/** Returns what the bot gets as `result`; throws a BotApiError. */
export type Method = (world: World, call: Call) => unknown;

/** A method whose parameters are checked, with Telegram's words, before it runs. */
export function method<S extends z.ZodType>(
  input: S,
  run: (world: World, parameters: z.output<S>, call: Call) => unknown,
): Method {
  return (world, call) => {
    const { success, data, error } = input.safeParse(call.fields);
    if (!success) throw badRequest(error.issues[0]?.message ?? 'wrong parameters');
    return run(world, data, call);
  };
}

/** A bot may write only to people who wrote to it; the person at the page is at least known. */
export function requireChat({ store }: World, chat: number): void {
  if (store.state.chats.has(chat)) return;
  if (chat !== ownerId) throw badRequest('chat not found');
  throw new BotApiError(403, "Forbidden: bot can't initiate conversation with a user");
}
