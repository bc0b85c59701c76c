import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import { scopeKey } from '../commands.ts';
import { chatId, integer, json } from '../parameters.ts';
import { botUser, person, privateChat } from '../wire.ts';
import { method, requireChat } from './method.ts';

export const getMe = method(z.object({}), () => ({
  ...botUser,
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
}));

const botCommand = z.object({
  command: z.string().regex(/^[a-z0-9_]{1,32}$/, 'BOT_COMMAND_INVALID'),
  description: z
    .string()
    .trim()
    .min(1, 'BOT_COMMAND_DESCRIPTION_INVALID')
    .max(256, 'BOT_COMMAND_DESCRIPTION_INVALID'),
});

const audience = {
  scope: json(
    z.looseObject({ type: z.string(), chat_id: z.int().optional() }).default({ type: 'default' }),
  ),
  language_code: z.string().default(''),
};

export const setMyCommands = method(
  z.object({ ...audience, commands: json(z.array(botCommand).max(100, 'BOT_COMMANDS_TOO_MUCH')) }),
  ({ store }, { scope, language_code, commands }) => {
    store.record({ kind: 'commands', scope: scopeKey(scope, language_code), commands });
    return true;
  },
);

export const getMyCommands = method(
  z.object(audience),
  ({ store }, { scope, language_code }) =>
    store.state.commands.get(scopeKey(scope, language_code)) ?? [],
);

export const deleteMyCommands = method(
  z.object(audience),
  ({ store }, { scope, language_code }) => {
    store.record({ kind: 'commands', scope: scopeKey(scope, language_code), commands: [] });
    return true;
  },
);

/** The page shows neither a menu button nor descriptions, so there is nothing to keep. */
export const setChatMenuButton = method(z.object({}), () => true);

export const setMyDescription = method(
  z.object({ description: z.string().max(512, 'DESCRIPTION_TOO_LONG').default('') }),
  () => true,
);

export const setMyShortDescription = method(
  z.object({ short_description: z.string().max(120, 'SHORT_DESCRIPTION_TOO_LONG').default('') }),
  () => true,
);

export const getChat = method(z.object({ chat_id: chatId }), (world, { chat_id }) => {
  requireChat(world, chat_id);
  return { ...privateChat(chat_id), accent_color_id: 0, max_reaction_count: 11 };
});

export const getChatMember = method(
  z.object({ chat_id: chatId, user_id: integer('invalid user_id specified') }),
  (world, { chat_id, user_id }) => {
    requireChat(world, chat_id);
    const user = [person(chat_id), botUser].find(({ id }) => id === user_id);
    if (user === undefined) throw badRequest('user not found');
    return { status: 'member', user };
  },
);
