import { z } from 'zod';
import type { MessageTemplate } from '../../database/message-templates.ts';
import { templateSources, templateStatuses } from '../../domain/message-template.ts';
import { parseTemplate } from '../../domain/template.ts';
import { IsoTime, line } from '../text.ts';

export const TemplateName = line(200);
export const Category = line(60);

export const TemplateFacts = z.object({
  template_id: z.int().describe('For use_whatsapp_template; the id of the other tools.'),
  uuid: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  source: z
    .enum(templateSources)
    .describe('own: a text of yours. cloud: one that WhatsApp keeps and approves.'),
  status: z.enum(templateStatuses).describe('Your own are approved from the start.'),
  status_reason: z.string().nullable(),
  language: z.string().nullable(),
  waba_id: z.string().nullable().describe('The WhatsApp business account that it belongs to.'),
  body: z.string(),
  variables: z.array(z.string()).describe('The names in braces that a value is put in for.'),
  created_at: IsoTime,
  updated_at: IsoTime,
});

export function templateFacts(template: MessageTemplate): z.infer<typeof TemplateFacts> {
  const { id, uuid, name, category, source, status, status_reason, language, waba_id, body } =
    template;
  return {
    ...{ template_id: id, uuid, name, category, source, status, status_reason, language, waba_id },
    body,
    variables: source === 'own' ? [...parseTemplate(body).variables] : [],
    created_at: template.created_at.toISOString(),
    updated_at: template.updated_at.toISOString(),
  };
}
