import { z } from 'zod';
import type { Restriction } from '../../domain/sender.ts';
import type { SenderEvent } from '../bridge.ts';
import { storableText } from '../storable.ts';
import { moment, perhaps } from './shapes.ts';

/**
 * What WhatsApp decided about a business account, and so about each of its numbers. Nothing here
 * sets a number to work again: who was stopped is looked at by a person first.
 */
export function readAccountUpdate(given: unknown, at: Date): SenderEvent | undefined {
  const update = AccountUpdate.safeParse(given).data;
  switch (update?.event) {
    case 'ACCOUNT_RESTRICTION':
      return restricted(update.restriction_info ?? [], at);
    case 'ACCOUNT_VIOLATION':
      return violated(update.violation_info?.violation_type, at);
    case 'DISABLED_UPDATE':
      return banned(update.ban_info, at);
    case 'ACCOUNT_DELETED':
      return stopped('The business account was deleted.', at);
    case 'ACCOUNT_OFFBOARDED':
      return stopped('The number was taken out of the Cloud API, as by a change of its phone.', at);
    default:
      return undefined;
  }
}

const RestrictionInfo = z.object({
  restriction_type: z.string(),
  expiration: perhaps(
    z.union([
      moment,
      z
        .string()
        .transform((text) => new Date(text))
        .refine((date) => !Number.isNaN(date.getTime())),
    ]),
  ),
});
type RestrictionInfo = z.infer<typeof RestrictionInfo>;

const AccountUpdate = z.object({
  event: z.string(),
  restriction_info: perhaps(z.array(RestrictionInfo)),
  violation_info: perhaps(z.object({ violation_type: z.string() })),
  ban_info: perhaps(
    z.object({ waba_ban_state: z.string(), waba_ban_date: perhaps(z.string().max(100)) }),
  ),
});
type BanInfo = z.infer<typeof AccountUpdate>['ban_info'];

/** The others are about calls, new numbers and new templates. */
const kinds: ReadonlyMap<string, Restriction['kind']> = new Map([
  ['RESTRICTED_BIZ_INITIATED_MESSAGING', 'campaigns'],
  // Whoever may not even answer may not write at all.
  ['RESTRICTED_CUSTOMER_INITIATED_MESSAGING', 'all'],
]);

/** Of several the strictest, until the last of them is over. */
function restricted(infos: readonly RestrictionInfo[], at: Date): SenderEvent | undefined {
  const about = infos.filter(({ restriction_type }) => kinds.has(restriction_type));
  if (about.length === 0) return undefined;
  const isStrict = about.some(({ restriction_type }) => kinds.get(restriction_type) === 'all');
  const ends = about.map(({ expiration }) => expiration);
  const lastEnd = Math.max(...ends.map((end) => end?.getTime() ?? Number.POSITIVE_INFINITY));
  const types = about.map(({ restriction_type }) => restriction_type).join(', ');
  return {
    kind: 'sender',
    restriction: {
      kind: isStrict ? 'all' : 'campaigns',
      ...(Number.isFinite(lastEnd) && { until: new Date(lastEnd) }),
      reason: `WhatsApp has restricted the business account: ${types}.`,
    },
    at,
  };
}

function violated(type: string | undefined, at: Date): SenderEvent {
  const what = storableText(type ?? 'no reason given', 200);
  const reason = `WhatsApp says that the business account violates its rules: ${what}.`;
  return { kind: 'sender', restriction: { kind: 'campaigns', reason }, at };
}

function banned(ban: BanInfo, at: Date): SenderEvent | undefined {
  const date = ban?.waba_ban_date ?? 'a day that it does not name';
  switch (ban?.waba_ban_state) {
    case 'DISABLE':
      return stopped('WhatsApp has disabled the business account.', at);
    case 'SCHEDULE_FOR_DISABLE': {
      const reason = `WhatsApp will disable the business account on ${date}.`;
      return { kind: 'sender', restriction: { kind: 'campaigns', reason }, at };
    }
    case 'REINSTATE':
      return { kind: 'sender', restriction: null, at };
    default:
      return undefined;
  }
}

function stopped(reason: string, at: Date): SenderEvent {
  return { kind: 'sender', status: 'disconnected', reason, at };
}
