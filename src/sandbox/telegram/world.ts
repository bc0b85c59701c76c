import type { Files } from './files.ts';
import type { Store } from './store.ts';
import type { createPolling } from './updates.ts';
import type { WebhookDelivery } from './webhook.ts';

/** What both sides, the bot's methods and the person's doors, work with. */
export interface World {
  store: Store;
  files: Files;
  /** What the bot answered to presses, newest last. Seen once and not remembered over a restart. */
  toasts: Toast[];
  poll: ReturnType<typeof createPolling>;
  webhookDelivery: WebhookDelivery;
}

export interface Toast {
  /** The callback query's. */
  id: string;
  chat: number;
  text: string;
  /** Shown in a box that has to be closed. */
  alert: boolean;
}
