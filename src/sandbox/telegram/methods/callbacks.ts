import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { World } from '../world.ts';
import { method } from './method.ts';

/** Telegram does not say how long a press may wait for its answer; a quarter of an hour is about what it allows. */
const answerableForMs = 15 * 60_000;
const toastsKeptMax = 50;

export const answerCallbackQuery = method(
  z.object({
    callback_query_id: z.string(
      'query is too old and response timeout expired or query ID is invalid',
    ),
    text: z.string().max(200, 'MESSAGE_TOO_LONG').default(''),
    show_alert: z.stringbool().or(z.boolean()).default(false),
  }),
  (world, { callback_query_id: id, text, show_alert }) => {
    const chat = closeCallback(world, id);
    world.toasts.push({ id, chat, text, alert: show_alert });
    if (world.toasts.length > toastsKeptMax) world.toasts.shift();
    world.store.touch();
    return true;
  },
);

/** Returns the chat of the press. Each can be answered once, and not for ever. */
function closeCallback({ store }: World, id: string): number {
  const callback = store.state.callbacks.get(id);
  if (callback !== undefined) store.record({ kind: 'callback_closed', id });

  const ageMs = store.clock().getTime() - (callback?.pressedAt ?? 0);
  if (callback === undefined || ageMs > answerableForMs) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  return callback.chat;
}
