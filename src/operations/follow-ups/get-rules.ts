import { z } from 'zod';
import { readIntentRules } from '../../database/settings.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Rules } from './shapes.ts';

export const getFollowUpRules = defineOperation({
  name: 'get_follow_up_rules',
  summary: 'Show by which words Herald sees that somebody wants something.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({}),
  output: z.object({ rules: Rules }),

  async handler({ trx, workspaceId }) {
    const rules = await readIntentRules(trx, workspaceId);
    return { rules: rules.map(({ level, phrases }) => ({ level, phrases: [...phrases] })) };
  },
});
