import { z } from 'zod';
import { findTemplatePage } from '../../database/message-templates.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { PageNumber, pageFacts, pageFields, sliceOf } from '../paging.ts';
import { Category, TemplateFacts, templateFacts } from './shapes.ts';

export const listWhatsappTemplates = defineOperation({
  name: 'list_whatsapp_templates',
  summary: 'List the saved message texts, by name.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject({
    category: Category.optional().describe('Only those of this category.'),
    page: PageNumber,
  }),
  output: z.object({ templates: z.array(TemplateFacts), ...pageFields }),

  async handler({ trx, workspaceId }, { category, page }) {
    const { rows, total } = await findTemplatePage(trx, workspaceId, category, sliceOf(page));
    return { templates: rows.map(templateFacts), ...pageFacts(page, total) };
  },
});
