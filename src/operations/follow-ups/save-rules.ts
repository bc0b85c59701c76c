import { z } from 'zod';
import { readIntentRules, saveIntentRules } from '../../database/settings.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Rules } from './shapes.ts';

export const saveFollowUpRules = defineOperation({
  name: 'save_follow_up_rules',
  summary:
    'Change by which words Herald sees that somebody wants something. They count for messages that ' +
    'come from now on.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    rules: Rules.nullable().describe(
      'Replaces all rules; null for the built-in ones (English, Spanish, Portuguese). Each has a level and ' +
        'phrases, in which (a|b) is a choice, [a] may be left out, and * stands for the rest of a word. ' +
        'Case and accents do not count, nor does a phrase after a no.',
    ),
  }),
  output: z.object({ rules: Rules }),

  async handler({ trx, workspaceId }, { rules }) {
    await saveIntentRules(trx, workspaceId, rules);
    const saved = await readIntentRules(trx, workspaceId);
    return { rules: saved.map(({ level, phrases }) => ({ level, phrases: [...phrases] })) };
  },
});
