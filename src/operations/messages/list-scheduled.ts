import { z } from 'zod';
import {
  findScheduledPage,
  type ScheduledFilter,
  scheduledStatuses,
} from '../../database/scheduled-messages.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { dayIn, parseTime } from '../../domain/time.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { Day } from '../text.ts';
import { ListedScheduledFacts, listedScheduledFacts } from './scheduled-shapes.ts';

export const listScheduledMessages = defineOperation({
  name: 'list_scheduled_messages',
  summary:
    'List the messages that were scheduled for a time: those that wait in the order in which they ' +
    'are due, all others with the newest first.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z
    .strictObject({
      status: z
        .enum([...scheduledStatuses, 'all'])
        .default('pending')
        .describe('Only these. Default: pending.'),
      period: z
        .enum(['today', '7', '30', '90', 'custom'])
        .optional()
        .describe(
          'Only those of today, or of so many days before and after it; custom wants date_from and date_to.',
        ),
      date_from: Day.optional().describe('First day, like 2026-03-01, with period custom.'),
      date_to: Day.optional().describe('Last day, with period custom.'),
      page: PageNumber,
    })
    .refine(
      ({ period, date_from, date_to }) =>
        period === 'custom' ? date_from && date_to : !(period && (date_from || date_to)),
      'Give date_from and date_to with period custom, and with no other period',
    ),
  output: z.object({ messages: z.array(ListedScheduledFacts), ...pageFields }),

  async handler({ trx, workspaceId, now }, { status, page, ...period }) {
    const { timezone } = await findWorkspace(trx, workspaceId);
    const { rows, total } = await findScheduledPage(
      trx,
      workspaceId,
      { ...(status !== 'all' && { status }), ...timesOf(period, now, timezone) },
      sliceOf(page),
    );
    return { messages: rows.map(listedScheduledFacts), ...pageFacts(page, total) };
  },
});

const dayMs = 24 * 3_600_000;

interface Period {
  period?: string | undefined;
  date_from?: string | undefined;
  date_to?: string | undefined;
}

function timesOf(
  { period, date_from, date_to }: Period,
  now: Date,
  timezone: string,
): Pick<ScheduledFilter, 'from' | 'to'> {
  const days = period === 'today' ? 0 : Number(period);
  const around = (sign: number) => dayIn(timezone, new Date(now.getTime() + sign * days * dayMs));
  const isGiven = period === undefined || period === 'custom';
  const first = isGiven ? date_from : around(-1);
  const last = isGiven ? date_to : around(1);
  return {
    from: first === undefined ? undefined : parseTime(`${first}T00:00`, timezone),
    to: last === undefined ? undefined : parseTime(`${dayAfter(last)}T00:00`, timezone),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
}
