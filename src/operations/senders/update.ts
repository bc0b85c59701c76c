import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { changeSender } from './require.ts';
import { bySession, Label, SessionFacts, sessionFacts } from './shapes.ts';

export const updateWhatsappSession = defineOperation({
  name: 'update_whatsapp_session',
  summary: 'Rename a WhatsApp number of this workspace. The people it writes to do not see that.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    ...bySession,
    label: Label.describe('What the number is called here.'),
  }),
  output: SessionFacts,

  async handler({ trx, workspaceId, house }, { session_id, label }) {
    return sessionFacts(house, await changeSender(trx, workspaceId, session_id, { label }));
  },
});
