import { z } from 'zod';
import type { IdentityEvent, PreferenceEvent } from '../bridge.ts';
import { bsuid, digits, id, moment, perhaps, personOf } from './shapes.ts';

/** What somebody has set in WhatsApp about marketing of this business. */
export function readPreference(given: unknown): PreferenceEvent | undefined {
  const preference = Preference.safeParse(given).data;
  const person = preference && personOf(preference.wa_id, preference.user_id);
  if (!preference || !person) return undefined;
  return { kind: 'preference', person, wants: preference.value, at: preference.timestamp };
}

/** A new user id, as after a change of the phone's number. */
export function readIdUpdate(given: unknown): IdentityEvent | undefined {
  const update = IdUpdate.safeParse(given).data;
  const after = update && personOf(update.wa_id, update.user_id.current);
  if (!update || !after) return undefined;
  const before = { bsuid: update.user_id.previous };
  return { kind: 'identity', before, after, at: update.timestamp };
}

/** A message from WhatsApp itself that says that somebody has another number or user id now. */
export function readSystem(given: unknown): IdentityEvent | undefined {
  const message = SystemMessage.safeParse(given).data;
  if (!message) return undefined;
  const { system, from, from_user_id, timestamp: at } = message;
  const before = personOf(from, from_user_id ?? previousIn(system.body, system.user_id));
  const after = personOf(system.wa_id, system.user_id);
  return before && after && { kind: 'identity', before, after, at };
}

const Preference = z.object({
  wa_id: perhaps(digits),
  user_id: perhaps(bsuid),
  category: z.literal('marketing_messages'),
  value: z.enum(['stop', 'resume']),
  timestamp: moment,
});

const IdUpdate = z.object({
  wa_id: perhaps(digits),
  user_id: z.object({ previous: bsuid, current: bsuid }),
  timestamp: moment,
});

const SystemMessage = z.object({
  id,
  from: perhaps(digits),
  from_user_id: perhaps(bsuid),
  timestamp: moment,
  system: z.object({
    type: z.enum(['user_changed_number', 'user_changed_user_id']),
    body: perhaps(z.string().max(2_000)),
    wa_id: perhaps(digits),
    user_id: perhaps(bsuid),
  }),
});

/**
 * A changed user id is told in words alone: "User … changed from <old> to <new>". The name before
 * them is the person's own choice, so only the end counts, and only with the right new id.
 */
function previousIn(body: string | undefined, current: string | undefined): string | undefined {
  const [, previous, next] = body?.match(/ from (\S+) to (\S+)$/) ?? [];
  return current !== undefined && next === current ? bsuid.safeParse(previous).data : undefined;
}
