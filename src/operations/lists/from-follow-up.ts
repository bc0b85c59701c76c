import { z } from 'zod';
import { wantsFollowUp } from '../../database/follow-ups.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { beginningOf, Level, Period } from '../follow-ups/shapes.ts';
import { makeListOf, newListFields } from './make.ts';
import { ListName } from './shapes.ts';

export const createListFromFollowup = defineOperation({
  name: 'create_list_from_followup',
  summary:
    'Make a contact list of everybody whose messages showed within a time that they want something: ' +
    'those of list_follow_ups, each once.',
  scope: 'contacts:write',
  annotations: adds,
  input: z.strictObject({
    name: ListName.optional().describe('What the list is called.'),
    period: Period.default('last_30_days').describe('When they wrote.'),
    level: Level.optional().describe('Only people with a message of this level or a stronger one.'),
  }),
  output: z.object(newListFields),

  async steps(context, { name, period, level }) {
    const since = beginningOf(period, context.now);
    const words = period.replaceAll('_', ' ');
    const called = name ?? `Follow-ups of the ${words}, ${context.now.toISOString().slice(0, 10)}`;
    return makeListOf(context, called, wantsFollowUp({ since, level }));
  },
});
