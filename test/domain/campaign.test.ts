import { describe, expect, test } from 'vitest';
import {
  type CampaignMove,
  type CampaignState,
  campaignStates,
  nextCampaignState,
  openMoves,
  refuseDeleting,
  refuseEditing,
} from '../../src/domain/campaign.ts';
import { Refusal } from '../../src/errors.ts';

describe('a campaign', () => {
  test.each<[CampaignState, CampaignMove, CampaignState]>([
    ['pending_approval', 'approve', 'draft'],
    ['pending_approval', 'reject', 'cancelled'],
    ['draft', 'schedule', 'scheduled'],
    ['draft', 'start', 'running'],
    ['scheduled', 'unschedule', 'draft'],
    ['scheduled', 'start', 'running'],
    ['running', 'pause', 'paused'],
    ['paused', 'resume', 'running'],
    ['running', 'complete', 'completed'],
    ['draft', 'cancel', 'cancelled'],
    ['scheduled', 'cancel', 'cancelled'],
    ['running', 'cancel', 'cancelled'],
    ['paused', 'cancel', 'cancelled'],
    ['completed', 'archive', 'archived'],
    ['cancelled', 'archive', 'archived'],
  ])('that is %s can %s and is %s then', (state, move, next) => {
    expect(nextCampaignState(state, move)).toBe(next);
  });

  test('refuses any other move, naming its state and the moves that are open', () => {
    for (const state of campaignStates) {
      for (const move of ['start', 'pause', 'resume', 'cancel', 'archive'] as const) {
        if (openMoves(state).includes(move)) continue;
        expect(() => nextCampaignState(state, move)).toThrow(Refusal);
      }
    }
    expect(() => nextCampaignState('completed', 'pause')).toThrow(
      'Pause is not possible: this campaign is completed. From there you can archive.',
    );
  });

  test.each<[CampaignState, boolean]>([
    ['running', false],
    ['paused', false],
    ['draft', true],
    ['scheduled', true],
    ['completed', true],
    ['cancelled', true],
    ['archived', true],
  ])('that is %s can be deleted: %s', (state, allowed) => {
    const attempt = () => refuseDeleting(state);
    if (allowed) expect(attempt).not.toThrow();
    else expect(attempt).toThrow('cancel it first');
  });

  test('can be edited as a draft only', () => {
    expect(() => refuseEditing('draft')).not.toThrow();
    expect(() => refuseEditing('scheduled')).toThrow('cancel_campaign_schedule');
    expect(() => refuseEditing('running')).toThrow('duplicate it');
  });
});
