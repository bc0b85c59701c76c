import { z } from 'zod';
import type { Connection } from '../../bridges/bridge.ts';
import type { House } from '../../context.ts';
import type { Sender, SenderChanges } from '../../database/senders.ts';
import { readRestriction, restrictionOnceLinked, storedRestriction } from '../../domain/sender.ts';
import { SessionFacts, sessionFacts } from './shapes.ts';

/** A number that is being linked, with what somebody has to do for it. */
export const LinkFacts = SessionFacts.extend({
  qr: z.string().nullable().describe('What the QR code to be scanned says; null when linked.'),
  pairing_code: z
    .string()
    .nullable()
    .describe('What to type on the phone, under "Linked devices"; null unless it was asked for.'),
});

export function linkFacts(
  house: House,
  sender: Sender,
  { pairingCode = null }: { pairingCode?: string | null } = {},
): z.infer<typeof LinkFacts> {
  return { ...sessionFacts(house, sender), qr: sender.qr, pairing_code: pairingCode };
}

/** What a person's wish to link a number comes to: whatever stopped it before is over. */
export function changesBy(sender: Sender, connection: Connection, now: Date): SenderChanges {
  const { status, qr = null, phone, reason = null, facts } = connection;
  return {
    status,
    qr,
    status_reason: reason,
    halted_at: null,
    ...(phone !== undefined && { phone }),
    facts,
    ...(status === 'connected' && { restriction: restrictionAfter(sender, connection, now) }),
  };
}

function restrictionAfter(
  { restriction: stored }: Sender,
  { restriction: told }: Connection,
  now: Date,
): object | null {
  const restriction = restrictionOnceLinked(readRestriction(stored), told, now);
  return restriction && storedRestriction(restriction);
}
