import { z } from 'zod';
import { scopes } from '../../context.ts';
import { confirmPolicies } from '../../domain/confirm-policy.ts';
import { line } from '../text.ts';

export const WorkspaceName = line(100).describe('What the business is called.');

export const Timezone = line(60).describe(
  'IANA name such as Europe/Madrid. Times without an offset are read on its clocks.',
);

export const StrictNumbers = z
  .boolean()
  .describe('Whether imports refuse numbers of a length that no country uses.');

export const TokenName = line(100).describe('What the token is for, so that it can be told apart.');

export const TokenSecret = z
  .string()
  .describe('The token itself. Shown this once and kept nowhere: store it now.');

export const Scopes = z.array(z.enum(scopes));

export const ConfirmsPolicy = z
  .enum(confirmPolicies)
  .describe(
    'What an agent with this token has to confirm: what starts, ends or destroys something (destructive), ' +
      'everything that sends as well (always), or nothing (never).',
  );

export const WorkspaceFacts = z.object({
  workspace_id: z.int().describe('The workspace of this token.'),
  name: WorkspaceName,
  timezone: Timezone,
  strict_numbers: StrictNumbers,
});
