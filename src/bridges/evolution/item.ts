import { z } from 'zod';

/** What is stored of a post: one of the things that it tells. */
export interface EvolutionItem {
  /** Like `messages.upsert`, however it was spelled. */
  event: string;
  data: unknown;
  /** When Herald was told: receipts carry no time of their own. */
  heardAt: Date;
}

export function readItem(payload: unknown): EvolutionItem | undefined {
  const item = Stored.safeParse(payload).data;
  return item && { event: item.event, data: item.data, heardAt: item.heard_at };
}

/** Version 1 wrote some of them in capitals. */
export function eventName(event: string): string {
  return event.toLowerCase().replace(/[_-]/g, '.');
}

const Stored = z.object({
  event: z.string().transform(eventName),
  data: z.unknown().optional(),
  heard_at: z.iso.datetime().transform((text) => new Date(text)),
});
