import { z } from 'zod';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { readWorkspace } from './read.ts';
import { WorkspaceFacts } from './shapes.ts';

export const getWorkspace = defineOperation({
  name: 'get_workspace',
  summary: 'Show the workspace that this caller belongs to: its name, time zone and import rule.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({}),
  output: WorkspaceFacts,

  handler: ({ trx, workspaceId }) => readWorkspace(trx, workspaceId),
});
