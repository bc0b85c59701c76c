import type { Caller, House } from '../src/context.ts';
import { type Role, scopesOf } from '../src/domain/roles.ts';

/** Someone who may work here. */
export interface Operator {
  id: number;
  workspaceId: number;
  name: string;
  role: Role;
}

/** Someone who may not, and what they did; never what they wrote. */
export interface Stranger {
  telegramUserId: number;
  /** The kind of update, such as `message`, or `invite` for a code that leads nowhere. */
  did: string;
}

/** What the bot has to ask before it knows a workspace in which it could invoke anything. */
export interface OperatorDirectory {
  find(telegramUserId: number): Promise<Operator | undefined>;
  /** The workspace that an unused invitation leads to. */
  findInvite(code: string): Promise<number | undefined>;
  /** Writes one line into the audit. */
  noteStranger(stranger: Stranger): Promise<void>;
}

/** What an operator may do is read from the role each time, so that a change counts at once. */
export function callerOf(house: House, operator: Operator, telegramUserId: number): Caller {
  const { id, name, workspaceId, role } = operator;
  return {
    house,
    workspaceId,
    actor: { kind: 'operator', id, name, telegramUserId },
    scopes: scopesOf(role),
  };
}
