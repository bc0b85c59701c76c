/** How a number stands with its bridge. Only a connected one sends. */
export const senderStatuses = ['connected', 'disconnected', 'qr_pending'] as const;
export type SenderStatus = (typeof senderStatuses)[number];
