import type { Context, MiddlewareFn } from 'grammy';
import type { House } from '../src/context.ts';
import { Refusal } from '../src/errors.ts';
import { invoke } from '../src/operations/invoke.ts';
import { claimOperatorInvite } from '../src/operations/operators/claim.ts';
import { getWorkspace } from '../src/operations/workspaces/get.ts';
import type { CampaignCards } from './cards/cards.ts';
import type { OperatorContext, OperatorFlavor } from './context.ts';
import { callerOf, type Operator, type OperatorDirectory } from './operators.ts';
import { createStrangerLog } from './strangers.ts';
import { english } from './texts/en.ts';
import { formatFor, localeOf } from './texts/format.ts';

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
  const note = createStrangerLog(operators, house.clock);

  return async (ctx, next) => {
    const person = ctx.from;
    if (person === undefined || ctx.chat?.type !== 'private') return;

    const known = await operators.find(person.id);
    if (known) {
      Object.assign(ctx, await flavorOf(house, known, ctx), { cards });
      return next();
    }

    const code = inviteCodeIn(ctx);
    const invited = code && (await admit(house, operators, ctx, code));
    if (!invited) return note(person.id, code === undefined ? kindOf(ctx) : 'invite');
    Object.assign(ctx, await flavorOf(house, invited, ctx), { cards });
    await ctx.reply(ctx.t.welcome(invited.name, invited.role));
    return next();
  };
}

/** A caller and a voice for an operator, whether they have just written or their card is due. */
export async function arrive(house: House, operator: Operator, person: Person) {
  const caller = callerOf(house, operator, person.id);
  const { timezone } = await invoke(caller, getWorkspace, {});
  const voice = { locale: localeOf(person.language_code), zone: timezone };
  return { caller, voice, t: english(formatFor(voice)) };
}

interface Person {
  id: number;
  language_code?: string | undefined;
}
