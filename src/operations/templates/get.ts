import { z } from 'zod';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { RowId } from '../refs.ts';
import { requireTemplate } from './require.ts';
import { TemplateFacts, templateFacts } from './shapes.ts';

export const getWhatsappTemplate = defineOperation({
  name: 'get_whatsapp_template',
  summary: 'Show one saved message text and the variables in it.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    id: RowId.describe('From list_whatsapp_templates: template_id.'),
  }),
  output: TemplateFacts,

  handler: async ({ trx, workspaceId }, { id }) =>
    templateFacts(await requireTemplate(trx, workspaceId, id)),
});
