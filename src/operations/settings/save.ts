import { z } from 'zod';
import { readReplySettings, saveReplySettings } from '../../database/settings.ts';
import { lockWorkspace } from '../../database/workspaces.ts';
import { ReplySettings } from '../../domain/reply-settings.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { Config, configFields } from './shapes.ts';

export const saveMassMarketingConfig = defineOperation({
  name: 'save_mass_marketing_config',
  summary:
    'Change how this workspace answers replies to campaigns and who approves campaigns. What is ' +
    'left out stays as it is.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject(configFields).partial(),
  output: Config,

  async handler({ trx, workspaceId }, given) {
    // Two people who change different switches at once must not undo each other's.
    await lockWorkspace(trx, workspaceId);
    const saved = await readReplySettings(trx, workspaceId);
    const config = ReplySettings.parse({ ...saved, ...given });
    config.custom_unsubscribe_text = config.custom_unsubscribe_text?.trim() || null;
    await saveReplySettings(trx, workspaceId, config);
    return config;
  },
});
