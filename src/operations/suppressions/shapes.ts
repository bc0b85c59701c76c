import { z } from 'zod';
import type { Actor } from '../../context.ts';
import type { ListedSuppression } from '../../database/suppressions.ts';
import { type SuppressionSource, suppressionKinds } from '../../domain/suppression.ts';
import { IsoTime, text } from '../text.ts';

export const Reason = text(500);

export const ListedSuppressionFacts = z.object({
  id: z.int(),
  phone: z.string(),
  kind: z
    .enum(suppressionKinds)
    .describe('marketing: no campaigns. whatsapp: nothing automatic. blacklist: nothing at all.'),
  source: z.string().describe('How we came to know: word, button, link, operator, api or bridge.'),
  reason: z.string().nullable(),
  campaign_id: z.int().nullable().describe('The campaign that they answered so, where known.'),
  since: IsoTime,
  contact_id: z.int().nullable().describe('For get_contact; null when they are no contact.'),
  name: z.string().nullable(),
});

export function suppressionFacts(row: ListedSuppression): z.infer<typeof ListedSuppressionFacts> {
  return { ...row, since: row.since.toISOString() };
}

/** The opt-outs that people made themselves. */
export const unsubscribed = {
  kinds: ['marketing', 'whatsapp'],
  sources: ['word', 'button', 'link', 'bridge'],
} as const;

/** Who decided, when it was not the person. */
export function sourceOf(actor: Actor): SuppressionSource {
  return actor.kind === 'operator' ? 'operator' : 'api';
}
