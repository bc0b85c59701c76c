import type { OperatorFlavor } from '../context.ts';
import type { View } from '../view.ts';
import { missedReasons } from '../views/missed.ts';
import { previewView } from '../views/preview.ts';
import { type Campaign, isOver, type ProgressOptions, progressView } from '../views/progress.ts';

/** For whom a card is drawn. */
export type Visitor = Pick<OperatorFlavor, 'caller' | 't'>;

/** A campaign's card, whatever state it is in. */
export async function cardView(
  { caller, t }: Visitor,
  campaign: Campaign,
  options: Omit<ProgressOptions, 'missed'>,
): Promise<View> {
  if (hasNotStarted(campaign)) return previewView(caller, t, campaign);
  const missed = isOver(campaign) ? await missedReasons(caller, campaign.campaign_id) : undefined;
  return progressView(t, campaign, { ...options, missed });
}

export function hasNotStarted({ status }: Campaign): boolean {
  return status === 'draft' || status === 'scheduled' || status === 'pending_approval';
}
