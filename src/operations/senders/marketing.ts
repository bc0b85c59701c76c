import { z } from 'zod';
import { findSenders } from '../../database/senders.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SessionFacts, sessionFacts } from './shapes.ts';

export const getMarketingSessions = defineOperation({
  name: 'get_marketing_sessions',
  summary:
    'List the numbers that campaigns may be sent from. get_whatsapp_status shows the others too.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({}),
  output: z.object({ sessions: z.array(SessionFacts) }),

  async handler({ trx, workspaceId, house }) {
    const senders = await findSenders(trx, workspaceId);
    const enabled = senders.filter(({ marketing_enabled }) => marketing_enabled);
    return { sessions: enabled.map((sender) => sessionFacts(house, sender)) };
  },
});
