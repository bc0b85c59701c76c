/** How a number stands with its bridge. Only a connected one sends. */
export const senderStatuses = ['connected', 'disconnected', 'qr_pending'] as const;
export type SenderStatus = (typeof senderStatuses)[number];

/**
 * What a connected number may not do for a while:
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
