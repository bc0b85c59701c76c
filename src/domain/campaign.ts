import { Refusal } from '../errors.ts';

export const campaignStates = [
  'pending_approval',
  'draft',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
  'archived',
] as const;
export type CampaignState = (typeof campaignStates)[number];

/** What can be sent along with a campaign's text. */
export const campaignMediaTypes = ['image', 'video', 'document'] as const;
export type CampaignMediaType = (typeof campaignMediaTypes)[number];

export type CampaignMove =
  | 'approve'
  | 'reject'
  | 'schedule'
  | 'unschedule'
  | 'start'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'complete'
  | 'archive';

const moves: Readonly<Record<CampaignState, Partial<Record<CampaignMove, CampaignState>>>> = {
  pending_approval: { approve: 'draft', reject: 'cancelled', cancel: 'cancelled' },
  draft: { schedule: 'scheduled', start: 'running', cancel: 'cancelled' },
  scheduled: { unschedule: 'draft', start: 'running', cancel: 'cancelled' },
  running: { pause: 'paused', cancel: 'cancelled', complete: 'completed' },
  paused: { resume: 'running', cancel: 'cancelled' },
  completed: { archive: 'archived' },
  cancelled: { archive: 'archived' },
  archived: {},
};

/** The state that a move leads to; refused with the state it is in and the moves that are open. */
export function nextCampaignState(state: CampaignState, move: CampaignMove): CampaignState {
  const next = moves[state][move];
  if (next !== undefined) return next;
  throw new Refusal('wrong_state', `${capital(move)} is not possible: ${describeMoves(state)}`, {
    state,
    moves: openMoves(state),
  });
}

/** Deleting a campaign that may still be sending would hide what it does. */
export function refuseDeleting(state: CampaignState): void {
  if (state !== 'running' && state !== 'paused') return;
  throw new Refusal('wrong_state', `A ${state} campaign can't be deleted: cancel it first.`, {
    state,
    moves: openMoves(state),
  });
}

/** Only a draft may change: what was started is what people got. */
export function refuseEditing(state: CampaignState): void {
  if (state === 'draft' || state === 'pending_approval') return;
  const way =
    state === 'scheduled'
      ? 'take it back to draft with cancel_campaign_schedule first'
      : 'duplicate it to change it';
  throw new Refusal('wrong_state', `This campaign is ${state}: ${way}.`, {
    state,
    moves: openMoves(state),
  });
}

/** What is kept for later, and would be left out in silence if it were sent now. */
export function refuseNotYet(campaign: {
  is_recurring?: boolean;
  translate_by_prefix?: boolean;
}): void {
  const { is_recurring, translate_by_prefix } = campaign;
  if (!is_recurring && !translate_by_prefix) return;
  const [what, field] = is_recurring
    ? ['repeat campaigns', 'is_recurring']
    : ['translate messages', 'translate_by_prefix'];
  throw new Refusal(
    'wrong_state',
    `This Herald can't ${what} yet. Set ${field} to false with update_campaign to send it once, as it stands.`,
    { field },
  );
}

/** What a person can do with it; completing is the engine's. */
export function openMoves(state: CampaignState): CampaignMove[] {
  const all = Object.keys(moves[state]) as CampaignMove[];
  return all.filter((move) => move !== 'complete');
}

function describeMoves(state: CampaignState): string {
  const open = openMoves(state);
  const said = `this campaign is ${state.replace('_', ' ')}`;
  return open.length === 0 ? `${said}.` : `${said}. From there you can ${open.join(', ')}.`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
