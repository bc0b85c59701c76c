import type { z } from 'zod';
import { readStrictNumbers } from '../../database/settings.ts';
import type { Connection } from '../../database/tables.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import type { WorkspaceFacts } from './shapes.ts';

export async function readWorkspace(
  connection: Connection,
  workspaceId: number,
): Promise<z.infer<typeof WorkspaceFacts>> {
  const { name, timezone } = await findWorkspace(connection, workspaceId);
  const strict_numbers = await readStrictNumbers(connection, workspaceId);
  return { workspace_id: workspaceId, name, timezone, strict_numbers };
}
