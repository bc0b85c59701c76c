import { findTemplate, type MessageTemplate } from '../../database/message-templates.ts';
import type { Connection } from '../../database/tables.ts';
import { Refusal } from '../../errors.ts';

/** The template that a caller names. Throws not_found where there is none in this workspace. */
export async function requireTemplate(
  connection: Connection,
  workspaceId: number,
  id: number,
): Promise<MessageTemplate> {
  const template = await findTemplate(connection, workspaceId, id);
  if (template) return template;
  throw new Refusal(
    'not_found',
    `No template ${id}: list_whatsapp_templates shows those there are.`,
  );
}

/** The same, if it is a text of our own; what WhatsApp keeps is changed over there. */
export async function requireOwnTemplate(
  connection: Connection,
  workspaceId: number,
  id: number,
): Promise<MessageTemplate> {
  const template = await requireTemplate(connection, workspaceId, id);
  if (template.source === 'own') return template;
  throw new Refusal(
    'wrong_state',
    `Template ${id} (${template.name}) is kept by WhatsApp, and this is for your own texts: see the WhatsApp Manager.`,
    { id, source: template.source },
  );
}
