import { z } from 'zod';

/** How a number stands with its bridge. Only a connected one sends. */
export const senderStatuses = ['connected', 'disconnected', 'qr_pending'] as const;
export type SenderStatus = (typeof senderStatuses)[number];

/**
 * What a connected number may not do for a while, the mildest first:
 * - `slowed`: WhatsApp has warned; it sends at half its pace.
 * - `new_chats`: only people with whom there is a chat already may be written to.
 * - `campaigns`: replies and single messages go on, campaigns do not.
 * - `all`: nothing leaves.
 */
export const restrictionKinds = ['slowed', 'new_chats', 'campaigns', 'all'] as const;

export interface Restriction {
  kind: (typeof restrictionKinds)[number];
  /** Absent: until the bridge says that it is over. */
  until?: Date | undefined;
  /** In words, for whoever has to do something about it. */
  reason: string;
}

/**
 * The code of a refusal that means: the bridge has lost its connection to WhatsApp. The bridge
 * tells when it is back, and the number goes on by itself; after all other stops somebody has to look.
 */
export const connectionClosed = 'connection_closed';

/** Whether a number takes its bridge's word for how it stands. */
export function believes(
  number: { status: SenderStatus; halted_at: Date | null },
  news: { status: SenderStatus; qr?: string | undefined },
): boolean {
  // Herald or a person stopped it, so a person lets it go on.
  if (number.halted_at) return false;
  // A code that was under way while somebody scanned the one before it.
  const isLateCode = news.status === 'qr_pending' && news.qr !== undefined;
  return !(isLateCode && number.status === 'connected');
}

/** The one that counts: news of a milder restriction does not lift a stricter one that still runs. */
export function stricter(known: Restriction | undefined, news: Restriction, at: Date): Restriction {
  const isStricter = known && severity(known) > severity(news);
  return isStricter && runsAt(known, at) ? known : news;
}

/** What still holds of a number that has just been linked: only what WhatsApp has set an end for. */
export function restrictionOnceLinked(
  known: Restriction | undefined,
  told: Restriction | undefined,
  at: Date,
): Restriction | null {
  const kept = known?.until && runsAt(known, at) ? known : undefined;
  return (told ? stricter(kept, told, at) : kept) ?? null;
}

/** Undefined for one that is over, and for none. */
export function runningRestriction(stored: unknown, at: Date): Restriction | undefined {
  const restriction = readRestriction(stored);
  return restriction && runsAt(restriction, at) ? restriction : undefined;
}

/** As it is stored, in the form that `storedRestriction` gives it. */
export function readRestriction(stored: unknown): Restriction | undefined {
  return Stored.safeParse(stored).data;
}

export function storedRestriction({ kind, reason, until }: Restriction): object {
  return { kind, reason, ...(until && { until: until.toISOString() }) };
}

const Stored = z.object({
  kind: z.enum(restrictionKinds),
  reason: z.string(),
  until: z.coerce.date().optional(),
});

function runsAt({ until }: Restriction, at: Date): boolean {
  return until === undefined || until > at;
}

function severity({ kind }: Restriction): number {
  return restrictionKinds.indexOf(kind);
}
