import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { BridgeDirectory } from './bridges/bridge.ts';
import type { Database, Tables } from './database/tables.ts';
import type { ConfirmPolicy } from './domain/confirm-policy.ts';

/** Who is acting; written into the audit of everything that changes. */
export type Actor =
  | { kind: 'token'; id: number; name: string }
  | { kind: 'operator'; id: number; name: string; telegramUserId: number }
  | { kind: 'system'; name: string };

/** What a token or an operator's role may do. */
export const scopes = [
  'contacts:read',
  'contacts:write',
  'campaigns:read',
  'campaigns:write',
  'campaigns:send',
  'messages:send',
  'settings:write',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

/** What every part of the house needs and `main.ts` builds once. */
export interface House {
  db: Database;
  bridges: BridgeDirectory;
  clock: Clock;
  /** Lets time pass, for whoever waits between two transactions. */
  sleep(ms: number): Promise<void>;
  log: Logger;
  settings: HouseSettings;
  /** Makes an opt-out link's token from SECRET_KEY. */
  optOutLink(target: { workspaceId: number; contactId: number; campaignId: number }): string;
}

export type Clock = () => Date;

export interface HouseSettings {
  timezone: string;
  defaultCountry: string | undefined;
}

/** Someone at a door of the house: who, of which workspace, and what they may do. */
export interface Caller {
  house: House;
  actor: Actor;
  workspaceId: number;
  scopes: ReadonlySet<Scope>;
  /** What is asked back before it happens, where the surface asks at all. Default: destructive. */
  confirms?: ConfirmPolicy;
}

/** What a handler works with. `invoke` opened the transaction and has checked the scope. */
export interface Context {
  trx: Transaction<Tables>;
  workspaceId: number;
  actor: Actor;
  house: House;
  now: Date;
}
