import type { FormattedString } from '@grammyjs/parse-mode';
import type { z } from 'zod';
import type { Caller } from '../../src/context.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import type { CampaignFacts } from '../../src/operations/campaigns/shapes.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import type { Texts } from '../texts/en.ts';
import { type Button, keyboardOf, linesOf, type View } from '../view.ts';
import { reasonLines } from './reasons.ts';

type Campaign = z.output<typeof CampaignFacts>;
type Preview = z.output<typeof previewCampaign.output>;

/** Three samples, each as long as a WhatsApp message may be, would not fit into one of Telegram's. */
const sampleCharsMax = 900;

/** What a campaign that has not started would do, with the buttons that decide about it. */
export async function previewView(caller: Caller, t: Texts, campaign: Campaign): Promise<View> {
  const { campaign_id, name, scheduled_at } = campaign;
  const preview = await invoke(caller, previewCampaign, { campaign_id });
  const numbers = await numbersOf(caller, preview.session_ids);

  const text = linesOf(
    t.previewTitle(name),
    ...sampleLines(t, preview),
    '',
    ...reachLines(t, preview),
    numbers.length === 0 ? t.fromNobody : t.from(numbers),
    ...preview.warnings.map((warning) => t.warning(warning)),
    ...(preview.seconds === null ? [] : [t.takes(preview.seconds * 1000)]),
    ...(scheduled_at === null ? [] : [t.scheduleIsSet(scheduled_at)]),
    ...(campaign.status === 'pending_approval' ? [t.waitsForApproval(campaign.created_by)] : []),
  );
  const keyboard = keyboardOf(decidingRow(t, campaign), [
    [t.buttons.editText, { kind: 'edit', campaign: campaign_id }],
    [t.buttons.cancel, { kind: 'discard', campaign: campaign_id }],
  ]);
  return { text, keyboard };
}

/** What a campaign needs before it goes: that somebody starts it, or first that somebody approves it. */
function decidingRow(t: Texts, { campaign_id, status, scheduled_at, updated_at }: Campaign) {
  const id = { campaign: campaign_id };
  if (status !== 'pending_approval') {
    const start = scheduled_at === null ? t.buttons.start : t.buttons.startNow;
    return [[start, { kind: 'start', ...id }]] satisfies Button[];
  }
  return [
    [t.buttons.approve, { kind: 'approve', ...id, seen: writeSeen(updated_at) }],
    [t.buttons.reject, { kind: 'reject', ...id }],
  ] satisfies Button[];
}

function writeSeen(updatedAt: string): string {
  return Date.parse(updatedAt).toString(36);
}

/** The moment that a button for approving bears: when what was shown had changed last. */
export function readSeen(seen: string): string {
  return new Date(Number.parseInt(seen, 36)).toISOString();
}

function sampleLines(t: Texts, { samples }: Preview): (string | FormattedString)[] {
  if (samples.length === 0) return ['', t.noSample];
  return samples.flatMap(({ phone, text }) => ['', t.sampleFor(phone), clip(text)]);
}

function reachLines(t: Texts, { reach, skipped }: Preview): string[] {
  const skippedCount = Object.values(skipped).reduce((sum, n) => sum + n, 0);
  if (skippedCount === 0) return [t.reaches(reach)];
  return [t.reaches(reach), t.skips(skippedCount), ...reasonLines(t, skipped)];
}

async function numbersOf(caller: Caller, sessionIds: readonly number[]): Promise<string[]> {
  const { sessions } = await invoke(caller, getWhatsappStatus, {});
  const chosen = sessions.filter(({ session_id }) => sessionIds.includes(session_id));
  return chosen.map(({ phone, label, channel_id }) => phone ?? label ?? channel_id);
}

function clip(text: string): string {
  return text.length <= sampleCharsMax ? text : `${text.slice(0, sampleCharsMax)}…`;
}
