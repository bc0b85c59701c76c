import { z } from 'zod';
import { isInactiveSince } from '../../database/segment.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { makeListOf, newListFields } from './make.ts';
import { ListName } from './shapes.ts';

const dayMs = 24 * 3_600_000;
const daysDefault = 30;

export const createListFromInactive = defineOperation({
  name: 'create_list_from_inactive',
  summary:
    'Make a contact list of everybody who has been a contact for so many days and has not talked with ' +
    'you since. What a campaign sent is no talk; their answer to it is.',
  scope: 'contacts:write',
  annotations: adds,
  input: z.strictObject({
    days: z
      .int()
      .min(1)
      .max(3650)
      .default(daysDefault)
      .describe('How many days without a conversation, at least.'),
    name: ListName.optional().describe('What the list is called.'),
  }),
  output: z.object(newListFields),

  async steps(context, { days, name }) {
    const since = new Date(context.now.getTime() - days * dayMs);
    const called = name ?? `Inactive for ${days} days, ${context.now.toISOString().slice(0, 10)}`;
    return makeListOf(context, called, isInactiveSince(since));
  },
});
