import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { changeSender } from './require.ts';
import { bySession, SessionFacts, sessionFacts } from './shapes.ts';

export const assignMarketingSession = defineOperation({
  name: 'assign_marketing_session',
  summary:
    'Allow or forbid sending campaigns from a number. Campaigns that named the number when they ' +
    'were started go on.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    ...bySession,
    enable_mass_marketing: z.boolean().describe('True allows it, false forbids it.'),
  }),
  output: SessionFacts,

  async handler({ trx, workspaceId, house }, { session_id, enable_mass_marketing }) {
    const changes = { marketing_enabled: enable_mass_marketing };
    return sessionFacts(house, await changeSender(trx, workspaceId, session_id, changes));
  },
});
