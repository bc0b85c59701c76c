import { z } from 'zod';
import { readReplySettings } from '../../database/settings.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Config } from './shapes.ts';

export const getMassMarketingConfig = defineOperation({
  name: 'get_mass_marketing_config',
  summary: 'Show how this workspace answers replies to campaigns and who approves campaigns.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({}),
  output: Config,

  handler: ({ trx, workspaceId }) => readReplySettings(trx, workspaceId),
});
