import { z } from 'zod';
import type { BridgeSender, BridgeTemplate, TemplateStatus } from '../bridge.ts';
import type { Wire } from '../wire.ts';
import { askGraph } from './ask.ts';

const fields = 'name,language,status,category,components';
const pageSize = 100;
/** WhatsApp lets an account have 6,000 templates; whoever answers for ever is not WhatsApp. */
const pagesMax = 60;

/** The templates of the number's business account, page by page. One that cannot be read takes no other with it. */
export async function listTemplates(
  wire: Wire,
  { config }: BridgeSender,
): Promise<BridgeTemplate[]> {
  const path = `/${String(config.waba_id)}/message_templates?fields=${fields}&limit=${pageSize}`;
  const templates: BridgeTemplate[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const rest = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const { data, paging } = PageBody.parse(await askGraph(wire, 'GET', path + rest));
    templates.push(...data.flatMap(templateOf));
    after = paging?.next === undefined ? undefined : paging.cursors?.after;
    if (after === undefined) break;
  }
  return templates;
}

/**
 * What one of WhatsApp's words means for sending; undefined for a word that says nothing of it,
 * such as FLAGGED. The same words come in webhooks and in lists.
 */
export function templateStatusOf(word: string): TemplateStatus | undefined {
  return meanings.get(word);
}

const meanings: ReadonlyMap<string, TemplateStatus> = new Map([
  ['APPROVED', 'approved'],
  ['REINSTATED', 'approved'],
  ['UNARCHIVED', 'approved'],
  ['PENDING', 'pending'],
  ['IN_APPEAL', 'pending'],
  ['REJECTED', 'rejected'],
  ['PAUSED', 'paused'],
  ['DISABLED', 'disabled'],
  ['LIMIT_EXCEEDED', 'disabled'],
  ['PENDING_DELETION', 'disabled'],
  ['DELETED', 'disabled'],
  ['ARCHIVED', 'archived'],
]);

const PageBody = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({
      next: z.string().optional(),
      cursors: z.object({ after: z.string().optional() }).optional(),
    })
    .optional()
    .catch(undefined),
});

const Template = z.object({
  name: z.string().min(1),
  language: z.string().min(1),
  status: z.string(),
  category: z.string(),
  components: z.array(z.unknown()).catch([]).default([]),
});

function templateOf(given: unknown): BridgeTemplate[] {
  const template = Template.safeParse(given).data;
  if (!template) return [];
  // Whatever it is, it is not known to be approved.
  return [{ ...template, status: templateStatusOf(template.status) ?? 'disabled' }];
}
