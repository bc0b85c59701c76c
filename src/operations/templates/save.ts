import { z } from 'zod';
import type { Context } from '../../context.ts';
import { findLatestWords } from '../../database/direct-messages.ts';
import { saveOwnTemplate } from '../../database/message-templates.ts';
import { messageTextMax, parseTemplate } from '../../domain/template.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { text } from '../text.ts';
import { Category, TemplateFacts, TemplateName, templateFacts } from './shapes.ts';

export const saveAsWhatsappTemplate = defineOperation({
  name: 'save_as_whatsapp_template',
  summary:
    'Keep a message text under a name, to be sent again with use_whatsapp_template. Without body it ' +
    'is the text of the latest message that was sent. A template of that name gets the new text.',
  scope: 'campaigns:write',
  annotations: sets,
  input: z.strictObject({
    name: TemplateName.describe('What it is called here.'),
    category: Category.optional().describe('A word to find it by, like notifications.'),
    body: text(messageTextMax)
      .refine((body) => body.trim() !== '', 'is empty')
      .optional()
      .describe(
        'The text. {name}, {phone}, {shop} and any variable can stand in it; {name|friend} has a default.',
      ),
  }),
  output: TemplateFacts.extend({
    created: z.boolean().describe('False when a template of that name got the new text.'),
  }),

  async handler(context, { name, category, body: given }) {
    const body = given ?? (await latestWords(context));
    parseTemplate(body);
    const { trx, workspaceId } = context;
    const { template, isNew } = await saveOwnTemplate(trx, workspaceId, { name, category, body });
    return { ...templateFacts(template), created: isNew };
  },
});

/** A message that was sent as it is had no variables: braces in it are braces. */
async function latestWords({ trx, workspaceId, now }: Context): Promise<string> {
  const latest = await findLatestWords(trx, workspaceId, now);
  if (!latest) {
    throw new Refusal('wrong_state', 'Nothing was sent yet: give body, the text to be kept.');
  }
  return latest.isTemplate ? latest.text : latest.text.replace(/[{}]/g, '$&$&');
}
