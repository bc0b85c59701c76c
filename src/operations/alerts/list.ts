import { z } from 'zod';
import { findAlerts } from '../../database/alerts.ts';
import { alertKinds } from '../../domain/alert.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { IsoTime } from '../text.ts';

export const listAlerts = defineOperation({
  name: 'list_alerts',
  summary:
    'List what Herald had to tell without being asked, the newest first: a campaign that paused itself, ' +
    'a number that was stopped or restricted, and doubtful messages of campaigns that ask about them. ' +
    'How many of a campaign are in doubt is always in its counts: unknown.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({ page: PageNumber }),
  output: z.object({
    alerts: z.array(
      z.object({
        id: z.int(),
        at: IsoTime,
        kind: z.enum(alertKinds),
        campaign_id: z.int().nullable(),
        session_id: z.int().nullable(),
        facts: z.record(z.string(), z.unknown()).describe('The reason in words, and counts.'),
        told_at: IsoTime.nullable().describe('When operators got it in Telegram.'),
      }),
    ),
    ...pageFields,
  }),

  async handler({ trx, workspaceId }, { page }) {
    const { rows, total } = await findAlerts(trx, workspaceId, sliceOf(page));
    const alerts = rows.map(({ id, at, kind, campaign_id, sender_id, facts, told_at }) => ({
      id,
      at: at.toISOString(),
      kind,
      campaign_id,
      session_id: sender_id,
      facts: { ...facts },
      told_at: told_at?.toISOString() ?? null,
    }));
    return { alerts, ...pageFacts(page, total) };
  },
});
