import type { MiddlewareFn } from 'grammy';
import type { Caller, House } from '../src/context.ts';
import { Refusal } from '../src/errors.ts';
import { invoke } from '../src/operations/invoke.ts';
import { claimOperatorInvite } from '../src/operations/operators/claim.ts';
import type { CampaignCards } from './cards/cards.ts';
import type { OperatorContext } from './context.ts';
import { arrive, type Operator, type OperatorDirectory } from './operators.ts';
import { strangerLog } from './strangers.ts';
import { localeOf } from './texts/format.ts';
import { send } from './view.ts';

export interface AccessOptions {
  house: House;
  operators: OperatorDirectory;
  cards: CampaignCards;
}

/**
 * The door: operators come in, each with what their role may do. Everybody else meets silence,
 * except that an invitation makes an operator of whoever brings it first.
 */
export function access({ house, operators, cards }: AccessOptions): MiddlewareFn<OperatorContext> {
  const note = strangerLog(operators, house.clock);

  return async (ctx, next) => {
    const { from, chat } = ctx;
    if (from === undefined || chat?.type !== 'private') return;

    const known = await operators.find(from.id);
    const code = inviteCodeIn(ctx);
    const operator = known ?? (code && (await admit(house, operators, ctx, code)));
    if (!operator) {
      await note({ telegramUserId: from.id, did: code ? 'invite' : kindOf(ctx) });
      return;
    }
    const locale = localeOf(from.language_code);
    Object.assign(ctx, await arrive(house, operator, from.id, locale), { cards });
    if (!known) await send(ctx, { text: ctx.t.welcome(operator.name, operator.role) });
    await next();
  };
}

/** The operator that the code makes of them, or undefined when it leads nowhere. */
async function admit(
  house: House,
  operators: OperatorDirectory,
  { from }: OperatorContext,
  code: string,
): Promise<Operator | undefined> {
  const workspaceId = await operators.findInvite(code);
  if (from === undefined || workspaceId === undefined) return undefined;
  const claim = { code, telegram_user_id: from.id, name: nameOf(from) };
  try {
    await invoke(doorkeeper(house, workspaceId), claimOperatorInvite, claim);
  } catch (error) {
    // Somebody else brought it a moment earlier; the audit has it.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
  return operators.find(from.id);
}

function doorkeeper(house: House, workspaceId: number): Caller {
  const actor = { kind: 'system', name: 'Telegram invitation' } as const;
  return { house, workspaceId, actor, scopes: new Set(['admin']) };
}

const nameMax = 100;

function nameOf({ first_name, last_name }: { first_name: string; last_name?: string }): string {
  const name = [first_name, last_name].join(' ').trim();
  return name.slice(0, nameMax) || 'Operator';
}

function inviteCodeIn(ctx: OperatorContext): string | undefined {
  return /^\/start(?:@\w+)? ([\w-]{1,100})$/.exec(ctx.message?.text ?? '')?.[1];
}

function kindOf({ update }: OperatorContext): string {
  return Object.keys(update).find((key) => key !== 'update_id') ?? 'update';
}
