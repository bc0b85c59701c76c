import { z } from 'zod';
import { findSenders } from '../../database/senders.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { requireSender } from './require.ts';
import { SessionFacts, sessionFacts } from './shapes.ts';

export const getWhatsappStatus = defineOperation({
  name: 'get_whatsapp_status',
  summary: 'Show the WhatsApp numbers of this workspace and whether they are connected.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    session_id: SenderRef.optional().describe('Only this number. When left out: all of them.'),
  }),
  output: z.object({ sessions: z.array(SessionFacts) }),

  async handler({ trx, workspaceId, house }, { session_id }) {
    const senders = session_id
      ? [await requireSender(trx, workspaceId, session_id)]
      : await findSenders(trx, workspaceId);
    return { sessions: senders.map((sender) => sessionFacts(house, sender)) };
  },
});
