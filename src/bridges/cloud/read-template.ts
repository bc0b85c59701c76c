import { z } from 'zod';
import type { TemplateEvent } from '../bridge.ts';
import { storableText } from '../storable.ts';
import { moment, perhaps } from './shapes.ts';
import { templateStatusOf } from './templates.ts';

/** What WhatsApp decided about a template: whether it may be sent, how people like it, what it costs. */
export function readTemplateChange(
  field: string,
  given: unknown,
  at: Date,
): TemplateEvent | undefined {
  const change = TemplateChange.safeParse(given).data;
  if (!change) return undefined;
  const decided = decisionOf(field, change);
  return decided && { kind: 'template', ...nameOf(change), ...decided, at };
}

const word = perhaps(z.string().max(500));

const TemplateChange = z.object({
  message_template_name: z.string().min(1).max(512),
  message_template_language: z.string().min(1).max(20),
  event: word,
  reason: word,
  other_info: perhaps(z.object({ title: word, description: word })),
  rejection_info: perhaps(z.object({ reason: word, recommendation: word })),
  previous_quality_score: word,
  new_quality_score: word,
  new_category: word,
  correct_category: word,
  category_update_timestamp: perhaps(moment),
});
type TemplateChange = z.infer<typeof TemplateChange>;
type Decision = Pick<TemplateEvent, 'status' | 'category' | 'reason'>;

/** In lists it is `en_US`, in webhooks sometimes `en-US`. */
function nameOf(change: TemplateChange) {
  const language = change.message_template_language.replace('-', '_');
  return { name: change.message_template_name, language };
}

function decisionOf(field: string, change: TemplateChange): Decision | undefined {
  switch (field) {
    case 'message_template_status_update':
      return statusDecision(change);
    case 'message_template_quality_update':
      return qualityDecision(change);
    default:
      return categoryDecision(change);
  }
}

function statusDecision(change: TemplateChange): Decision | undefined {
  if (change.event === undefined) return undefined;
  const status = change.event === 'LOCKED' ? lockedStatus(change) : templateStatusOf(change.event);
  const reason = reasonOf(change);
  return { ...(status && { status }), ...(reason !== '' && { reason }) };
}

/** A lock comes with a pause, and is told once more when the pause is over. */
function lockedStatus({ other_info }: TemplateChange): TemplateEvent['status'] {
  if (other_info?.title === 'UNPAUSE') return 'approved';
  return other_info?.title === 'DISABLED' ? 'disabled' : 'paused';
}

function reasonOf({ event = '', reason, other_info, rejection_info }: TemplateChange): string {
  const said = [
    reason === 'NONE' ? undefined : reason,
    rejection_info?.reason,
    rejection_info?.recommendation,
    other_info?.description,
  ].filter((part) => part !== undefined && part !== '');
  const isTold = templateStatusOf(event) !== undefined || said.length > 0;
  return storableText(isTold ? said.join(' ') : event, 1_000);
}

function qualityDecision(change: TemplateChange): Decision | undefined {
  const { previous_quality_score: before = 'UNKNOWN', new_quality_score: now } = change;
  return now === undefined ? undefined : { reason: `Quality: ${before}, now ${now}.` };
}

/** A day before it changes, the category that it will have is told as the correct one. */
function categoryDecision(change: TemplateChange): Decision | undefined {
  const { new_category: category, correct_category: next, category_update_timestamp: on } = change;
  if (category === undefined && next === undefined) return undefined;
  const from = on ? ` from ${on.toISOString().slice(0, 10)}` : ' soon';
  return {
    ...(category !== undefined && { category }),
    ...(next !== undefined && { reason: `It will count as ${next}${from}.` }),
  };
}
