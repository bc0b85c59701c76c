import { b, type FormattedString, fmt } from '@grammyjs/parse-mode';
import type { z } from 'zod';
import type { CampaignFacts } from '../../src/operations/campaigns/shapes.ts';
import type { Texts } from '../texts/en.ts';
import { type Button, keyboardOf, linesOf, type View } from '../view.ts';
import type { MissedReasons } from './missed.ts';
import { reasonLines } from './reasons.ts';

export type Campaign = z.output<typeof CampaignFacts>;

export interface ProgressOptions {
  /** Messages a minute, where that has been seen. */
  perMinute: number | undefined;
  /** Whether "Really cancel?" stands there and waits. */
  isAsking: boolean;
  /** Why not everybody got it; for the final report. */
  missed?: MissedReasons | undefined;
}

/** A campaign as it goes, and at its end the report. */
export function progressView(t: Texts, campaign: Campaign, options: ProgressOptions): View {
  const text = linesOf(
    fmt`${b}${campaign.name}${b}`,
    stateLine(t, campaign),
    barLine(t, campaign),
    '',
    ...countLines(t, campaign),
    ...paceLines(t, campaign, options.perMinute),
    ...missedLines(t, options.missed),
    ...(options.isAsking ? ['', t.reallyCancel] : []),
  );
  return { text, keyboard: keyboardOf(...buttonsOf(t, campaign, options.isAsking)) };
}

export function isOver({ status }: Campaign): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'archived';
}

const barBlocks = 20;

/** Filled for whoever has been dealt with, whatever came of it. */
function barLine(t: Texts, { counts: { planned }, waiting }: Campaign): string {
  const share = planned === 0 ? 0 : (planned - waiting) / planned;
  // Rounded down, so that a full bar means that nobody waits any more.
  const full = Math.floor(share * barBlocks);
  return t.bar('█'.repeat(full) + '░'.repeat(barBlocks - full), Math.floor(share * 100) / 100);
}

function stateLine(t: Texts, { status, status_reason, counts }: Campaign): string {
  if (status === 'completed' && counts.unknown > 0) return t.completedWithUnknown(counts.unknown);
  const state = t.states[status];
  return status_reason === null ? state : `${state}: ${status_reason}`;
}

function countLines(t: Texts, { counts }: Campaign): string[] {
  const say = (...names: (keyof typeof t.counts)[]) =>
    names.map((name) => t.counts[name](counts[name])).join(' · ');
  return [
    say('planned', 'sent'),
    say('delivered', 'read', 'replied'),
    say('failed', 'skipped', 'unknown'),
  ];
}

function paceLines(t: Texts, campaign: Campaign, perMinute: number | undefined): string[] {
  const { status, is_planned, waiting, started_at, finished_at } = campaign;
  if (started_at !== null && finished_at !== null) {
    return ['', t.tookAll(Date.parse(finished_at) - Date.parse(started_at))];
  }
  if (status !== 'running') return [];
  const planning = is_planned ? [] : [t.planning];
  if (perMinute === undefined || perMinute <= 0) return planning;
  const left = is_planned ? [t.timeLeft((waiting / perMinute) * 60_000)] : planning;
  return ['', [t.rate(perMinute), ...left].join(', ')];
}

function missedLines(t: Texts, missed: MissedReasons | undefined): (string | FormattedString)[] {
  if (missed === undefined || Object.keys(missed.counts).length === 0) return [];
  const partly = missed.countedOnly === undefined ? [] : [t.amongTheFirst(missed.countedOnly)];
  return ['', t.whyNot, ...reasonLines(t, missed.counts), ...partly];
}

function buttonsOf(t: Texts, campaign: Campaign, isAsking: boolean): Button[][] {
  const id = { campaign: campaign.campaign_id };
  if (isAsking) {
    return [
      [
        [t.buttons.yesCancel, { kind: 'cancel-yes', ...id }],
        [t.buttons.noGoOn, { kind: 'cancel-no', ...id }],
      ],
    ];
  }
  const refresh: Button = [t.buttons.refresh, { kind: 'refresh', ...id }];
  if (isOver(campaign)) return [[refresh]];
  const turn: Button =
    campaign.status === 'paused'
      ? [t.buttons.resume, { kind: 'resume', ...id }]
      : [t.buttons.pause, { kind: 'pause', ...id }];
  return [[turn, [t.buttons.cancel, { kind: 'cancel', ...id }]], [refresh]];
}
