import { createWorkspace } from './create.ts';
import { createApiToken } from './create-token.ts';
import { getWorkspace } from './get.ts';
import { listApiTokens } from './list-tokens.ts';
import { revokeApiToken } from './revoke-token.ts';
import { updateWorkspace } from './update.ts';

export const workspaceOperations = [
  getWorkspace,
  updateWorkspace,
  createWorkspace,
  createApiToken,
  listApiTokens,
  revokeApiToken,
] as const;
