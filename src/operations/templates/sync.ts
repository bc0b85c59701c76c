import { z } from 'zod';
import { saveCloudTemplates } from '../../database/cloud-templates.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { ask, requireBridge } from '../senders/ask.ts';
import { requireSender } from '../senders/require.ts';

export const syncWhatsappTemplates = defineOperation({
  name: 'sync_whatsapp_templates',
  summary:
    'Fetch the templates of a Cloud API number from WhatsApp, with their approval. Changes of their ' +
    'approval arrive by themselves later. Numbers of other bridges need no approved templates.',
  scope: 'campaigns:write',
  annotations: sets,
  input: z.strictObject({
    session_id: SenderRef.describe('A number of the bridge cloud, from get_whatsapp_status.'),
  }),
  output: z.object({
    waba_id: z.string().describe('The business account that they belong to.'),
    templates: z.int().describe('How many there are now; list_whatsapp_templates shows them.'),
    gone: z.int().describe('How many are not there any more. They are kept as disabled.'),
  }),

  async steps({ house, transaction, workspaceId }, { session_id }) {
    const sender = await transaction((trx) => requireSender(trx, workspaceId, session_id));
    const { templates: control } = requireBridge(house, sender.bridge);
    const wabaId = sender.config?.waba_id;
    if (!control || typeof wabaId !== 'string') {
      throw new Refusal(
        'wrong_state',
        `The ${sender.bridge} bridge has no templates that WhatsApp approves: save your own with save_as_whatsapp_template.`,
      );
    }
    const templates = await ask(house, sender, (number) => control.list(number));
    const synced = await transaction((trx) =>
      saveCloudTemplates(trx, workspaceId, wabaId, templates),
    );
    return { waba_id: wabaId, ...synced };
  },
});
