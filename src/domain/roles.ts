import { type Scope, scopes } from '../context.ts';

/** What an operator may do on Telegram, from everything to looking on. */
export const roles = ['owner', 'manager', 'launcher', 'editor', 'viewer'] as const;
export type Role = (typeof roles)[number];

const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: scopes,
  manager: scopes.filter((scope) => scope !== 'admin'),
  launcher: ['campaigns:read', 'campaigns:send', 'contacts:read'],
  editor: ['contacts:read', 'contacts:write', 'campaigns:read', 'campaigns:write'],
  viewer: ['contacts:read', 'campaigns:read'],
};

export function scopesOf(role: Role): ReadonlySet<Scope> {
  return new Set(scopesOfRole[role]);
}
