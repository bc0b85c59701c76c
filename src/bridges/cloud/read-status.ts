import { z } from 'zod';
import type { StatusEvent } from '../bridge.ts';
import { GraphError, textOf } from './answer.ts';
import { cloudFailure } from './errors.ts';
import { bsuid, digits, id, moment, perhaps, personOf } from './shapes.ts';

/** What became of a message; undefined for statuses that say nothing of that, such as `warning`. */
export function readStatus(given: unknown): StatusEvent | undefined {
  const status = Status.safeParse(given).data;
  const meaning = status && meanings.get(status.status);
  if (!status || meaning === undefined) return undefined;
  const token = status.biz_opaque_callback_data;
  const person = personOf(status.recipient_id, status.recipient_user_id);
  const [error] = meaning === 'failed' ? (status.errors ?? []) : [];
  return {
    kind: 'status',
    status: meaning,
    providerId: status.id,
    at: status.timestamp,
    ...(token !== undefined && { token }),
    ...(person && { person }),
    ...(error && { failure: failureOf(error) }),
  };
}

const Status = z.object({
  id,
  status: z.string(),
  timestamp: moment,
  recipient_id: perhaps(digits),
  recipient_user_id: perhaps(bsuid),
  biz_opaque_callback_data: perhaps(z.string().max(512)),
  errors: perhaps(z.array(GraphError)),
});

/** `played` is a voice message's way to be read. */
const meanings: ReadonlyMap<string, StatusEvent['status']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

function failureOf(error: GraphError) {
  const { class: failure } = cloudFailure(error.code);
  return { class: failure, code: String(error.code), text: textOf(error) };
}
