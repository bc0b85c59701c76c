import type { Caller, House } from '../src/context.ts';
import { type Role, scopesOf } from '../src/domain/roles.ts';
import { invoke } from '../src/operations/invoke.ts';
import { getWorkspace } from '../src/operations/workspaces/get.ts';
import type { OperatorFlavor } from './context.ts';
import { english } from './texts/en.ts';
import { formatFor } from './texts/format.ts';

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

/**
 * The caller that an operator is, and how they are spoken to. What they may do is read from the
 * role each time, so that a change counts at once.
 */
export async function arrive(
  house: House,
  { id, workspaceId, name, role }: Operator,
  telegramUserId: number,
  locale: string,
): Promise<Pick<OperatorFlavor, 'caller' | 'voice' | 't'>> {
  const actor = { kind: 'operator', id, name, telegramUserId } as const;
  const caller: Caller = { house, workspaceId, actor, scopes: scopesOf(role) };
  const { timezone } = await invoke(caller, getWorkspace, {});
  const voice = { locale, zone: timezone };
  return { caller, voice, t: english(formatFor(voice)) };
}
