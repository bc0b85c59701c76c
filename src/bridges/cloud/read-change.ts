import { z } from 'zod';
import { tiers } from '../../domain/tiers.ts';
import type { BridgeEvent, SenderEvent } from '../bridge.ts';
import { storableText } from '../storable.ts';
import { GraphError, textOf } from './answer.ts';
import { cloudFailure } from './errors.ts';
import { readAccountUpdate } from './read-account.ts';
import { readTemplateChange } from './read-template.ts';
import { perhaps } from './shapes.ts';

/** What a change says that is neither a message nor a status; undefined for fields that Herald does not know. */
export function readChange(given: unknown, at: Date): BridgeEvent | undefined {
  const change = Change.safeParse(given).data;
  switch (change?.field) {
    case 'account_update':
      return readAccountUpdate(change.value, at);
    case 'phone_number_quality_update':
      return readQuality(change.value, at);
    case 'business_capability_update':
      return readCapability(change.value, at);
    case 'account_alerts':
      return readAlert(change.value, at);
    case 'message_template_status_update':
    case 'message_template_quality_update':
    case 'template_category_update':
      return readTemplateChange(change.field, change.value, at);
    default:
      return undefined;
  }
}

/** An error that is about no message: where it would stop the number as an answer, it stops it here. */
export function readNumberError(given: unknown, at: Date): SenderEvent | undefined {
  const error = GraphError.safeParse(given).data;
  if (!error) return undefined;
  const reason = `${error.code}: ${textOf(error)}`;
  switch (cloudFailure(error.code).class) {
    case 'stop_sender':
      return { kind: 'sender', status: 'disconnected', reason, at };
    case 'pause_sender':
      return { kind: 'sender', restriction: { kind: 'campaigns', reason }, at };
    default:
      return undefined;
  }
}

const Change = z.object({ field: z.string(), value: z.unknown() });

/** A flagged number has a week to become better, or its limit falls. */
const flaggedMs = 7 * 24 * 3_600_000;

const flagged = 'WhatsApp has flagged the number: too many people block it or report it.';

const Quality = z.object({
  event: z.string(),
  current_limit: perhaps(z.string()),
  max_daily_conversations_per_business: perhaps(z.string()),
});

function readQuality(given: unknown, at: Date): SenderEvent | undefined {
  const quality = Quality.safeParse(given).data;
  if (!quality) return undefined;
  const until = new Date(at.getTime() + flaggedMs);
  const limit = limitOf(quality.max_daily_conversations_per_business ?? quality.current_limit);
  const facts = {
    quality_event: storableText(quality.event, 100),
    ...(limit !== undefined && { messaging_limit: limit }),
    ...(quality.event === 'FLAGGED' && { quality_rating: 'RED' }),
    ...(quality.event === 'THROUGHPUT_UPGRADE' && { throughput: 'HIGH' }),
  };
  const isFlagged = quality.event === 'FLAGGED';
  const restriction = { kind: 'slowed', until, reason: flagged } as const;
  return { kind: 'sender', facts, ...(isFlagged && { restriction }), at };
}

const limit = z.union([z.string(), z.int()]);
const Capability = z.object({
  max_daily_conversations_per_business: perhaps(limit),
  max_daily_conversation_per_phone: perhaps(limit),
});

function readCapability(given: unknown, at: Date): SenderEvent | undefined {
  const capability = Capability.safeParse(given).data;
  const messaging_limit = limitOf(
    capability?.max_daily_conversations_per_business ??
      capability?.max_daily_conversation_per_phone,
  );
  if (messaging_limit === undefined) return undefined;
  return { kind: 'sender', facts: { messaging_limit }, at };
}

const tierOfCount: ReadonlyMap<number, string> = new Map([
  [250, 'TIER_250'],
  [1_000, 'TIER_1K'],
  [2_000, 'TIER_2K'],
  [10_000, 'TIER_10K'],
  [100_000, 'TIER_100K'],
  [-1, 'TIER_UNLIMITED'],
]);

/** New people a day: the name of a tier, or the count that older notices have. */
function limitOf(given: string | number | undefined): string | undefined {
  if (typeof given === 'number') return tierOfCount.get(given);
  return tiers.find((tier) => tier === given);
}

const Alert = z.object({
  alert_info: z.object({
    alert_severity: perhaps(z.string()),
    alert_type: z.string(),
    alert_description: perhaps(z.string()),
  }),
});

function readAlert(given: unknown, at: Date): SenderEvent | undefined {
  const alert = Alert.safeParse(given).data?.alert_info;
  if (!alert) return undefined;
  const { alert_severity = 'ALERT', alert_type, alert_description = '' } = alert;
  const text = `${alert_severity} ${alert_type}: ${alert_description}`;
  return { kind: 'sender', facts: { alert: storableText(text, 500) }, at };
}
