import { z } from 'zod';
import { saveStrictNumbers } from '../../database/settings.ts';
import { saveWorkspace } from '../../database/workspaces.ts';
import { checkZone } from '../../domain/time.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { readWorkspace } from './read.ts';
import { StrictNumbers, Timezone, WorkspaceFacts, WorkspaceName } from './shapes.ts';

export const updateWorkspace = defineOperation({
  name: 'update_workspace',
  summary: 'Change the workspace. What is left out stays as it is.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    name: WorkspaceName.optional(),
    timezone: Timezone.optional(),
    strict_numbers: StrictNumbers.optional(),
  }),
  output: WorkspaceFacts,

  async handler({ trx, workspaceId }, { name, timezone, strict_numbers }) {
    if (name === undefined && timezone === undefined && strict_numbers === undefined) {
      throw new Refusal('invalid_input', 'Give a name, a timezone or strict_numbers to change.');
    }
    if (timezone !== undefined) checkZone(timezone);
    if (name !== undefined) await saveWorkspace(trx, workspaceId, { name });
    if (timezone !== undefined) await saveWorkspace(trx, workspaceId, { timezone });
    if (strict_numbers !== undefined) await saveStrictNumbers(trx, workspaceId, strict_numbers);
    return readWorkspace(trx, workspaceId);
  },
});
