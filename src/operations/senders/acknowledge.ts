import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { changeSender, requireSender } from './require.ts';
import { bySession, SessionFacts, sessionFacts } from './shapes.ts';

export const acknowledgeSenderRisks = defineOperation({
  name: 'acknowledge_sender_risks',
  summary:
    'Accept what may happen to a number that is linked over an unofficial bridge: its risks are in ' +
    'get_whatsapp_status. No campaign starts from it before. Only for a person to decide.',
  scope: 'settings:write',
  annotations: sets,
  confirmation: { preview: { operation: 'get_whatsapp_status', given: ['session_id'] } },
  input: z.strictObject(bySession),
  output: SessionFacts,

  async handler({ trx, workspaceId, house, now }, { session_id }) {
    const { risks_acknowledged_at: before } = await requireSender(trx, workspaceId, session_id);
    const changes = { risks_acknowledged_at: before ?? now };
    return sessionFacts(house, await changeSender(trx, workspaceId, session_id, changes));
  },
});
