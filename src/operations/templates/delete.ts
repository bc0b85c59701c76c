import { z } from 'zod';
import { deleteTemplate } from '../../database/message-templates.ts';
import { removes } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';
import { requireOwnTemplate } from './require.ts';

export const deleteWhatsappTemplate = defineOperation({
  name: 'delete_whatsapp_template',
  summary: 'Delete a saved message text for good. What was sent with it stays.',
  scope: 'campaigns:write',
  annotations: removes,
  confirmation: { preview: { operation: 'get_whatsapp_template', given: ['id'] } },
  input: z.strictObject({
    id: RowId.describe('From list_whatsapp_templates: template_id.'),
  }),
  output: z.object({ id: z.int(), name: z.string(), deleted: z.literal(true) }),

  async handler({ trx, workspaceId }, { id }) {
    const { name } = await requireOwnTemplate(trx, workspaceId, id);
    await deleteTemplate(trx, workspaceId, id);
    return { id, name, deleted: true as const };
  },
});
