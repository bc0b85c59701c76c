import { z } from 'zod';
import { countOpenCampaigns, findActivity, noActivity } from '../../database/activity.ts';
import { findSenders } from '../../database/senders.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { requireSender } from './require.ts';
import { SessionFacts, sessionFacts } from './shapes.ts';

const dayMs = 24 * 3_600_000;
const count = z.int().min(0);

export const getWhatsappHealth = defineOperation({
  name: 'get_whatsapp_health',
  summary:
    'Check everything at once: how each WhatsApp number is, what it sent and received within the ' +
    'last 24 hours, and which campaigns are on their way. problems says what needs somebody.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    session_id: SenderRef.optional().describe('Only this number. When left out: all of them.'),
  }),
  output: z.object({
    healthy: z.boolean().describe('True when there are no problems.'),
    problems: z.array(z.string()),
    sessions: z.array(
      SessionFacts.extend({
        last_24h: z.object({
          sent: count.describe('Handed to WhatsApp, whether or not it is delivered yet.'),
          failed: count,
          unknown: count.describe('Nobody can tell whether it arrived.'),
          received: count,
        }),
      }),
    ),
    campaigns: z.object({ running: count, paused: count, scheduled: count }),
  }),

  async handler({ trx, workspaceId, house, now }, { session_id }) {
    const senders = session_id
      ? [await requireSender(trx, workspaceId, session_id)]
      : await findSenders(trx, workspaceId);
    const activity = await findActivity(trx, workspaceId, new Date(now.getTime() - dayMs));
    const sessions = senders.map((sender) => ({
      ...sessionFacts(house, sender),
      last_24h: activity.get(sender.id) ?? noActivity,
    }));
    const problems = sessions.length === 0 ? [noNumber] : sessions.flatMap(problemsOf);
    const campaigns = await countOpenCampaigns(trx, workspaceId);
    return { healthy: problems.length === 0, problems, sessions, campaigns };
  },
});

const noNumber = 'There is no number yet: connect one with connect_whatsapp.';

function problemsOf(session: SessionFacts): string[] {
  const { session_id: id, status, status_reason, restriction } = session;
  const problems: string[] = [];
  if (status === 'qr_pending') problems.push(`Session ${id} waits to be linked: get_whatsapp_qr.`);
  if (status === 'disconnected') {
    problems.push(`Session ${id} is disconnected: ${status_reason ?? 'see reconnect_whatsapp.'}`);
  }
  if (restriction) {
    problems.push(`Session ${id} is restricted (${restriction.kind}): ${restriction.reason}`);
  }
  if (!session.risks_acknowledged) {
    problems.push(`Session ${id} starts no campaign before acknowledge_sender_risks.`);
  }
  return problems;
}
