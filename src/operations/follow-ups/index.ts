import { getFollowUpRules } from './get-rules.ts';
import { listFollowUps } from './list.ts';
import { saveFollowUpRules } from './save-rules.ts';

export const followUpOperations = [listFollowUps, getFollowUpRules, saveFollowUpRules] as const;
