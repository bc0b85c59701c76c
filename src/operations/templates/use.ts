import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Contact, findContactByKey } from '../../database/contacts.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { readPhone } from '../../domain/phone.ts';
import { messageTextMax, parseTemplate, type TemplateValues } from '../../domain/template.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { awaitResult } from '../messages/await-result.ts';
import { planMessage } from '../messages/plan.ts';
import { IdempotencyKey, MessageFacts, messageFacts, SendingSession } from '../messages/shapes.ts';
import { RowId } from '../refs.ts';
import { line, Phone, text } from '../text.ts';
import { requireOwnTemplate } from './require.ts';

export const useWhatsappTemplate = defineOperation({
  name: 'use_whatsapp_template',
  summary:
    'Send one person a saved message text now, filled in for them: with what is given, and for the ' +
    'rest with what is known of the contact. Everything else is as with send_whatsapp_message.',
  scope: 'messages:send',
  sends: true,
  annotations: adds,
  input: z.strictObject({
    template_id: RowId.describe('From list_whatsapp_templates.'),
    phone: Phone,
    session_id: SendingSession.optional(),
    variables: z
      .record(line(60), text(1000))
      .default({})
      .describe('Values by name, like {"order": "4432"}; they go before those of the contact.'),
    idempotency_key: IdempotencyKey.optional(),
  }),
  output: MessageFacts,

  async steps(context, { template_id, phone, session_id, variables, idempotency_key }) {
    const planned = await context.transaction(async (trx) => {
      const inside = { ...context, trx };
      const { body } = await requireOwnTemplate(trx, context.workspaceId, template_id);
      const values = await valuesFor(inside, phone, variables);
      return planMessage(inside, {
        phone,
        sessionRef: session_id,
        content: { kind: 'text', text: fillIn(body, values) },
        idempotencyKey: idempotency_key,
        dueAt: context.now,
      });
    });
    return messageFacts(await awaitResult(context, planned));
  },
});

async function valuesFor(
  { trx, workspaceId, house }: Pick<Context, 'trx' | 'workspaceId' | 'house'>,
  typed: string,
  given: Readonly<Record<string, string>>,
): Promise<TemplateValues> {
  const { phone, key } = readPhone(typed, house.settings.defaultCountry);
  const contact = await findContactByKey(trx, workspaceId, key);
  const { name: shop } = await findWorkspace(trx, workspaceId);
  const named = Object.entries(given).map(([name, value]) => [spelled(name), value]);
  return { phone, ...valuesOf(contact), shop, ...Object.fromEntries(named) };
}

function valuesOf(contact: Contact | undefined): TemplateValues {
  if (!contact) return {};
  const { attributes, name, phone, email } = contact;
  return { ...attributes, phone, ...(name !== null && { name }), ...(email !== null && { email }) };
}

/** A caller may write a name in any spelling that the text itself may have. */
function spelled(name: string): string {
  return parseTemplate(`{${name}}`).variables[0] ?? name;
}

function fillIn(body: string, values: TemplateValues): string {
  const rendered = parseTemplate(body).render(values);
  if ('missing' in rendered) {
    const names = rendered.missing.join(', ');
    throw new Refusal('invalid_input', `No value for ${names}: give it in variables.`, {
      missing: rendered.missing,
    });
  }
  const { length } = rendered.text;
  if (length <= messageTextMax) return rendered.text;
  throw new Refusal(
    'invalid_input',
    `Filled in, the text has ${length} characters; a WhatsApp message holds ${messageTextMax}.`,
  );
}
