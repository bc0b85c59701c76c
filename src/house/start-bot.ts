import { type RunningBot, startBot as startTelegramBot } from '../../commands/bot.ts';
import type { OperatorDirectory } from '../../commands/operators.ts';
import type { House } from '../context.ts';
import { writeAudit } from '../database/audit.ts';
import { botStore } from '../database/bot-state.ts';
import {
  deleteUnusedInvites,
  findInviteWorkspace,
  findOperator,
  findOperators,
  insertInvite,
  insertOperator,
  markOperatorRemoved,
} from '../database/operators.ts';
import { hashCode, makeCode } from '../operations/operators/invite-code.ts';
import { ownerId as sandboxUserId } from '../sandbox/telegram/wire.ts';
import { alertFeed } from './alert-feed.ts';

export interface BotOptions {
  house: House;
  token: string;
  /** The simulated Telegram, or a Bot API server of one's own; undefined for Telegram itself. */
  apiRoot: string | undefined;
  /** Whose bot it is. */
  workspaceId: number;
  /** Telegram users who are owners of it from the start. */
  adminIds: readonly number[];
  isSimulated: boolean;
}

export interface StartedBot extends RunningBot {
  /** The one-time link that makes the first operator; undefined when there is one. */
  firstLink: string | undefined;
}

/** The Telegram bot, with the tables that it may not know itself. */
export async function startBot(options: BotOptions): Promise<StartedBot> {
  const { house, token, apiRoot, workspaceId, adminIds, isSimulated } = options;
  await (isSimulated ? letIn(house, workspaceId, [sandboxUserId]) : sendAway(house, workspaceId));
  await letIn(house, workspaceId, adminIds);
  const code = await firstInvite(house, workspaceId);
  const bot = await startTelegramBot({
    house,
    token,
    store: botStore(house.db),
    operators: directory(house, workspaceId),
    alerts: alertFeed(house),
    ...(apiRoot !== undefined && { apiRoot }),
  });
  // Spread would read `username` now, before Telegram may have told it.
  return Object.assign(bot, { firstLink: code && linkTo(bot.username, code) });
}

function directory({ db, clock }: House, workspaceId: number): OperatorDirectory {
  return {
    find: (telegramUserId) => findOperator(db, telegramUserId),
    findInvite: (code) => findInviteWorkspace(db, hashCode(code)),
    async noteStranger({ telegramUserId, did }) {
      const actor = { kind: 'system', name: 'Telegram door' } as const;
      const entry = { workspaceId, actor, at: clock(), action: 'stranger' };
      const input = { telegram_user_id: telegramUserId, did };
      await db
        .transaction()
        .execute((trx) => writeAudit(trx, { ...entry, input, outcome: 'refused' }));
    },
  };
}

/** Whoever the configuration names is an owner, unless they work here or elsewhere already. */
async function letIn({ db }: House, workspaceId: number, adminIds: readonly number[]) {
  for (const telegramUserId of adminIds) {
    await db.transaction().execute(async (trx) => {
      if (await findOperator(trx, telegramUserId)) return;
      await insertOperator(trx, workspaceId, { telegramUserId, name: 'Owner', role: 'owner' });
    });
  }
}

/** The person of the simulated chat has no place in the real one, and would keep the first real person out. */
async function sendAway({ db, clock }: House, workspaceId: number) {
  await db.transaction().execute(async (trx) => {
    const person = await findOperator(trx, sandboxUserId);
    if (person) await markOperatorRemoved(trx, workspaceId, person.id, clock());
  });
}

/** A bot that nobody may talk to needs one way in. */
async function firstInvite({ db }: House, workspaceId: number): Promise<string | undefined> {
  const operators = await findOperators(db, workspaceId);
  if (operators.length > 0) return undefined;
  const code = makeCode();
  await db.transaction().execute(async (trx) => {
    // The link of an earlier start is still in somebody's terminal.
    await deleteUnusedInvites(trx, workspaceId);
    await insertInvite(trx, workspaceId, { role: 'owner', hash: hashCode(code) });
  });
  return code;
}

function linkTo(username: string | undefined, code: string): string {
  return username === undefined
    ? `send "/start ${code}" to your bot`
    : `https://t.me/${username}?start=${code}`;
}
